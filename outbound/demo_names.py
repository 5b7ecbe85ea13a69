"""Raw material for fictional people."""

_GIVEN_EN = (
    "Ada Bruno Carla Derek Elsie Frank Gwen Hugo Iris Jonah Kira Lionel Mabel Nico Olive Perry Ruth Silas Tess Wade"
)
_FAMILY_EN = (
    "Abbott Barlow Crane Dunham Ekberg Farrow Grady Hollis Ibsen Jarvis Keller Lund Marsh Novak Osgood Pratt Rusk"
)
_GIVEN_ES = "José María Lucía Andrés Sofía Mateo Ximena Raúl Inés Joaquín"
_FAMILY_ES = "Peña García Núñez Ordóñez Salazar Ibáñez Cordero Fuentes Rincón Velasco"

Names = tuple[list[str], list[str]]
ENGLISH: Names = (_GIVEN_EN.split(), _FAMILY_EN.split())
SPANISH: Names = (_GIVEN_ES.split(), _FAMILY_ES.split())

STREETS = ["Oak Ave", "Lake St", "Cedar Ln", "River Rd", "Birch Ct", "Hill St", "Garden Way", "Station Rd"]
ITEMS = ["engagement ring", "wedding band", "wrist watch", "diamond earrings", "pearl necklace", "tennis bracelet"]
PLACES = [
    ("Los Angeles", "CA", "90012"),
    ("Neenah", "WI", "54956"),
    ("New York", "NY", "10007"),
    ("Austin", "TX", "78701"),
    ("Chicago", "IL", "60602"),
    ("Miami", "FL", "33130"),
    ("Denver", "CO", "80202"),
    ("Richmond", "VA", "23219"),
    ("San Diego", "CA", "92101"),
    ("Portland", "OR", "97204"),
    ("Hartford", "CT", "06103"),
    ("Newark", "NJ", "07102"),
]
