"""The fast CNN recipe: the one place where model and training settings live."""

import keras
from keras import layers

BATCH_SIZE = 128
EPOCHS = 2
STEPS_PER_EXECUTION = 16


def conv_block(x, filters, kernel_size, strides=1, pool=False):
    """Convolution -> (pooling) -> batch normalisation -> ReLU."""
    x = layers.Conv2D(filters, kernel_size, strides=strides, padding="same", use_bias=False)(x)
    if pool:  # pooling first leaves a quarter of the values to normalise
        x = layers.MaxPooling2D()(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.Activation("relu")(x)


def build_cnn():
    inputs = keras.Input((28, 28, 1))
    x = conv_block(inputs, 32, 5, strides=2, pool=True)  # 28x28 -> 7x7
    x = conv_block(x, 64, 3, pool=True)  # 7x7 -> 3x3
    x = conv_block(x, 128, 3)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def compile_cnn(model, steps):
    """Compile for a training of `steps` optimiser steps in all."""
    warmup = steps // 4
    learning_rate = keras.optimizers.schedules.CosineDecay(
        8e-5, steps - warmup, alpha=0.0, warmup_target=8e-3, warmup_steps=warmup
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=STEPS_PER_EXECUTION,
    )
