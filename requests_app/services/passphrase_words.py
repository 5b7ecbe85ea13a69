"""The words of passphrases: common, short, hard to mishear, without accents, in the two languages of the phone."""

_ENGLISH = """
anchor apple arrow autumn bamboo barley basket beacon birch blanket border bottle breeze bridge bronze bucket
butter button cabin camel candle canyon carpet castle cedar cherry chimney cinder circle clover cobalt coffee
comet copper coral cotton cradle cricket crystal curtain dahlia desert diamond dolphin dragon eagle ember engine
fabric falcon feather fiddle finger flower forest fountain galaxy garden garnet ginger glacier goblet granite
guitar hammer harbor hazel helmet hollow honey horizon island ivory jacket jasmine jungle kettle kitten ladder
lantern laurel lemon lilac linen lizard lobster magnet maple marble meadow melon mirror mitten monkey mountain
nectar needle noodle nutmeg oasis ocean olive onion opal orange orchid otter paddle palace panda paper parrot
peach pebble pencil pepper pigeon pillow pine planet pocket pony poplar potato prairie pumpkin puzzle quartz
quilt rabbit raisin ribbon river robin rocket saddle saffron salmon sandal satin silver spoon spruce squirrel
stable summer sunset sweater table temple thimble thunder tiger timber tomato trumpet tulip tunnel turtle
umbrella valley velvet violet violin walnut water whistle willow window winter wizard wooden yellow zebra
"""
_SPANISH = """
abeja abrigo acero aguja alas albahaca aldea almendra altura amarillo ancla anillo arado arcilla arena armario
arroz avena banco barca barro bosque botella bravo brisa bronce burro cabra cacao cadena camello camino campana
canela canoa caoba caracol carpeta carreta cascada castillo cebolla cedro cereza cesta cielo ciervo ciruela
clavel cobre coco cometa concha conejo copa corcho cordero corona cortina cosecha cristal cuaderno cuchara
cuerda cueva dado desierto diamante disco duna durazno eclipse elefante escoba escudo esfera esmeralda espejo
espiga esponja estrella faro flauta flecha flor foca fogata fresa fuente galaxia gallo ganso garza gato girasol
globo golondrina granito granja grillo guante guitarra hacha harina helecho hierro higo hilo hoguera hoja horno
huerto imperio invierno isla jarra jirafa joya kiwi ladrillo lago lana lanza lechuga lenteja leopardo lima
limonero linterna lirio llave lluvia lobo loro luna madera maleta mango manta manzana marfil mariposa martillo
menta mercado miel molino mora morado mula muralla naranja nieve nogal nube oliva olmo onda orilla oro oso ostra
oveja pala palma paloma panal papaya pasto pato pera perla piedra pimienta pincel pino piragua planeta plata
playa pluma polen pomelo potro pradera puente puerto pulpo queso quinta rama rana regalo reloj remo roble roca
romero rosa rueda sal seda selva semilla silla sol sombra tambor tarde taza techo tejado tela tierra tigre tinta
topacio torre tortuga trigo trompeta trueno urraca uva vaca valle vela velero venado ventana verano vidrio
viento vino violeta yate yegua zafiro zanahoria zapato zorro
"""
ENGLISH, SPANISH = tuple(_ENGLISH.split()), tuple(_SPANISH.split())
WORDS = {"en": ENGLISH, "es": SPANISH}
KNOWN = frozenset(ENGLISH) | frozenset(SPANISH)
