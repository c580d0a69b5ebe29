"""The pages of indicators and targets."""

from django.urls import path

from actionplans.views import indicator_catalogue, indicator_matrix, indicators

YEAR = "committees/<slug:slug>/plans/year/<int:year>/indicators"
PROVINCE = "provinces/<int:code>/plans/indicators"
CATALOGUE = PROVINCE + "/catalogue"
ONE = CATALOGUE + "/<int:pk>/"

urlpatterns = [
    path(YEAR + "/", indicators.committee_indicators, name="committee_indicators"),
    path(
        YEAR + ".<str:form>",
        indicators.committee_indicators_export,
        name="committee_indicators_export",
    ),
    path(YEAR + "/targets/", indicators.committee_targets, name="committee_targets"),
    path(PROVINCE + "/", indicator_matrix.province_indicators, name="province_indicators"),
    path(
        PROVINCE + ".<str:form>",
        indicator_matrix.province_indicators_export,
        name="province_indicators_export",
    ),
    path(CATALOGUE + "/", indicator_catalogue.indicators_catalogue, name="indicators_catalogue"),
    path(
        CATALOGUE + ".<str:form>",
        indicator_catalogue.indicators_catalogue_export,
        name="indicators_catalogue_export",
    ),
    path(CATALOGUE + "/new/", indicator_catalogue.indicator_new, name="indicator_new"),
    path(
        CATALOGUE + "/starters/",
        indicator_catalogue.indicators_starters,
        name="indicators_starters",
    ),
    path(ONE, indicator_catalogue.indicator, name="indicator"),
    path(ONE + "edit/", indicator_catalogue.indicator_edit, name="indicator_edit"),
    path(ONE + "retire/", indicator_catalogue.indicator_retire, name="indicator_retire"),
    path(ONE + "restore/", indicator_catalogue.indicator_restore, name="indicator_restore"),
]
