"""Sphinx's configuration: the same for both languages."""

import os

from course_utils.authoring.site import TITLE

language = os.environ["COURSE_SITE_LANG"]
project = html_title = TITLE[language]
extensions = ["myst_nb", "course_utils.authoring.site.extension"]
exclude_patterns = ["doctrees"]

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 4

smartquotes = False  # it takes the apostrophe of "l'**erreur**" for a quotation mark

html_theme = "sphinx_book_theme"
html_static_path = ["static"]
html_css_files = ["course.css"]
html_math_renderer = "mathml"
html_copy_source = False
html_use_index = False
html_theme_options = {
    "use_download_button": False,  # below each title
    "use_fullscreen_button": False,
    "search_bar_text": {"fr": "Rechercher…", "en": "Search…"}[language],
    "navbar_persistent": [],  # the search stands in the sidebar
    "show_toc_level": 2,
}
