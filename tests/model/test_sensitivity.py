from equity_blocks.exchange.stored_results import read_result
from equity_blocks.model import FrameworkRef
from equity_blocks.model.sensitivity import Sensitivity, SensitivityIndex


def test_a_result_reads_back_the_same():
    """Every field survives JSON."""
    index = SensitivityIndex(kind="rating", of="p", title="P", first=-0.01, first_half_width=0.02, total=0.1)
    made = Sensitivity(
        framework=FrameworkRef(id="f", edition="1", revision=1), draws=64, seed=1, kappa=10, mean=0.5, inputs=[index]
    )
    assert read_result(made.model_dump(mode="json")) == made


def test_what_does_not_vary_has_no_index():
    """Null, and not 0."""
    index = SensitivityIndex(kind="weights")
    assert (index.of, index.first, index.total) == (None, None, None)
