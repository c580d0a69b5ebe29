"""Thailand's provinces, districts and sub-districts with official codes, from `geothai`."""

from __future__ import annotations

from typing import Any

import geothai

from accounts.thai import sort_key


def rows() -> list[dict[str, Any]]:
    """Every area as fields of `Area`, parents before their parts; the country has the code 0."""
    found = [_row(0, "country", None, "ประเทศไทย", "Thailand")]
    for province in geothai.provinces():
        code = int(province.code)
        found.append(_row(code, "province", 0, province.name_th, province.name_en))
        for district in geothai.districts(province.code):
            found.append(
                _row(int(district.code), "district", code, district.name_th, district.name_en)
            )
            found.extend(
                _row(int(part.code), "subdistrict", int(district.code), part.name_th, part.name_en)
                for part in geothai.subdistricts(district.code)
            )
    return found


def _row(code: int, level: str, parent: int | None, name_th: str, name_en: str) -> dict[str, Any]:
    return {
        "code": code,
        "level": level,
        "parent_id": parent,
        "name_th": name_th,
        "name_en": name_en,
        "sort_key": sort_key(name_th),
    }


def load(area_model: Any) -> int:
    """Write every area, renewing the names of those already there; returns how many.

    `area_model` is `Area`, or its historical form inside a migration. Border marks stay.
    """
    areas = [area_model(**row) for row in rows()]
    area_model.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "parent_id", "name_th", "name_en", "sort_key"],
        batch_size=2000,
    )
    return len(areas)
