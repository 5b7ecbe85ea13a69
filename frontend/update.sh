#!/bin/sh
# Rebuild the compiled theme in static/. Run by hand at an upgrade; needs Node. Nobody else does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../static
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/theme.scss" "$work/"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved=true
mkdir -p "$out/fonts" "$out/vendor" "$here/LICENSES"

npx sass --style=compressed --no-source-map theme.scss "$out/theme.css"
# A file that names a missing source map breaks collectstatic.
sed 's|//# sourceMappingURL=.*$||' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
    > "$out/vendor/govuk-frontend.min.js"
for part in latin latin-ext; do
    cp "node_modules/@fontsource-variable/public-sans/files/public-sans-$part-wght-normal.woff2" \
        "$out/fonts/public-sans-$part.woff2"
done

{
    printf '<svg xmlns="http://www.w3.org/2000/svg">'
    while read -r name; do
        printf '<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">' "$name"
        tr '\n' ' ' < "node_modules/lucide-static/icons/$name.svg" | sed 's/<!--.*-->//; s/<svg[^>]*>//; s/<\/svg>//; s/  */ /g; s/> </></g; s/^ //; s/ $//'
        printf '</symbol>'
    done < "$here/icons.txt"
    printf '</svg>\n'
} > "$out/icons.svg"

cp node_modules/@fontsource-variable/public-sans/LICENSE "$here/LICENSES/public-sans.txt"
cp node_modules/lucide-static/LICENSE "$here/LICENSES/lucide-static.txt"

lock() { # file, package, licence
    version=$(node -p "require('./node_modules/$2/package.json').version")
    printf '%s  %s  %s %s  %s\n' "$(sha256sum "$out/$1" | cut -d' ' -f1)" "$1" "$2" "$version" "$3"
}
{
    echo "# sha256  file under static/  package version  licence. Written by update.sh, checked by the tests."
    lock theme.css govuk-frontend MIT
    lock vendor/govuk-frontend.min.js govuk-frontend MIT
    lock fonts/public-sans-latin.woff2 @fontsource-variable/public-sans OFL-1.1
    lock fonts/public-sans-latin-ext.woff2 @fontsource-variable/public-sans OFL-1.1
    lock icons.svg lucide-static ISC
} > "$here/vendor.lock"
