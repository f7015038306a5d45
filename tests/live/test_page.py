"""The script that makes JupyterLab's page serve everybody; the browser tests use its effects."""

from course_utils.live import page


def test_a_script_for_jupyterlab_and_nothing_to_read_elsewhere(notebook):
    page.attach()
    [output] = notebook
    assert set(output.data) == {"application/javascript", "text/plain"}
    assert output.data["text/plain"] == ""
    assert "data-lm-suppress-shortcuts" in output.data["application/javascript"]
