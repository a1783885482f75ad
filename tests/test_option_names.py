import pytest

import equity_blocks as eb
from equity_blocks.cli.app import run
from equity_blocks.option_names import option, options_named


@pytest.mark.parametrize(("name", "text"), [("everything", "everything=True"), ("pick", "pick")])
def test_in_python_options_are_arguments(name, text):
    """A switch with its value."""
    assert option(name) == text


def test_a_roof_names_options_in_its_own_way_and_only_while_it_runs():
    """Also where it fails."""
    with options_named(str.upper):
        assert option("pick") == "PICK"
    with pytest.raises(ZeroDivisionError, match="by zero"), options_named(str.upper):
        _ = 1 / 0
    assert option("pick") == "pick"


def test_each_roof_names_the_option_that_plans_everything(capsys):
    """The same sentence of the same plan."""
    assert run(["plan", "assessments/riverbend-2026.yaml", "--pick", "2"]) == 0
    assert "(--all plans them)" in " ".join(capsys.readouterr().out.split())
    made = eb.plan(eb.load_framework("hcplan-apm"), eb.load_assessment("assessments/riverbend-2026.yaml"), pick=2)
    assert "(everything=True plans them)" in " ".join(made._repr_mimebundle_()["text/plain"].split())
