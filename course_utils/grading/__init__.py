"""The instructor's side: graded assignments, variants per student, an isolated executor, marks.

nbgrader keeps the books (gradebook, manual marks, Formgrader, feedback, export); the modules here
give it the notebooks of each student and the points of each task. Lessons never import them,
except `selfcheck`, which a released assignment uses on the student's machine.
"""
