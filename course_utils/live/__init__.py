"""What accompanies a learner through a running lesson, and leaves no trace in stored outputs.

`start` calls `accompany` in an interactive notebook: the time left in a long cell (`timer`),
explanations of common errors (`explain`), what has been done, remembered (`progress`), and a page
whose controls serve everybody (`page`).
"""


def accompany(session) -> None:
    """Accompany the lesson of `session` in the running kernel; calling it again changes nothing.

    Args:
        session: the `course_utils.session.Session` that was just opened.
    """
    from IPython import get_ipython

    # Here, so that lesson 00 shows the progress without loading the rest.
    from course_utils.live import explain, page, progress, timer

    shell = get_ipython()
    explain.attach(shell)
    timer.attach(shell, session)
    progress.attach(session)
    page.attach()
