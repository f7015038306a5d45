"""The exercises and the quiz of each lesson: one module per lesson, named after its slug.

A module defines `TASKS`, a tuple of `course_utils.task.Task`, and `QUIZ`, a tuple of
`course_utils.quizzes.Question`.
"""
