#!/usr/bin/env python3
"""Exports small untrained networks by the tools that users have, as they come but for debugging remarks.

Made with torch 2.15.0, tensorflow 2.21.0, tf2onnx 1.17.0, scikit-learn 1.9.1, skl2onnx 1.20.0. Beside each
NAME.onnx lies NAME.txt: a line of inputs and a line of outputs, as ONNX Runtime 1.31.1 computes them.
The tests read these files; nothing runs this script but whoever wants other files.
"""
import sys
import numpy as np
import onnx
import onnxruntime

rng = np.random.default_rng(7)


def save(name, model, shape):
    if isinstance(model, bytes):
        model = onnx.load_from_string(model)
    for node in model.graph.node:  # stack traces with the paths of whoever exported
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del value.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    model = model.SerializeToString()
    with open(name + ".onnx", "wb") as f:
        f.write(model)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    x = rng.normal(size=shape).astype(np.float32)
    y = session.run([session.get_outputs()[-1].name], {session.get_inputs()[0].name: x})[0]
    with open(name + ".txt", "w") as f:
        for values in (x, y):
            f.write(" ".join("%.9g" % v for v in np.asarray(values).ravel()) + "\n")
    print(name, len(model), [n.op_type for n in onnx.load_from_string(model).graph.node])


def pytorch():
    import torch
    from torch import nn

    torch.manual_seed(1)

    class Block(nn.Module):
        """Inverted residual of MobileNetV2, with its ReLU6 and batch normalisation."""

        def __init__(self, act):
            super().__init__()
            self.f = nn.Sequential(
                nn.Conv2d(6, 12, 1, bias=False), nn.BatchNorm2d(12), act(),
                nn.Conv2d(12, 12, 3, padding=1, groups=12, bias=False), nn.BatchNorm2d(12), act(),
                nn.Conv2d(12, 6, 1, bias=False), nn.BatchNorm2d(6))

        def forward(self, x):
            return x + self.f(x)

    class Net(nn.Module):
        def __init__(self, act, pool):
            super().__init__()
            self.f = nn.Sequential(
                nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(6), act(), Block(act), pool)
            self.fc = nn.Linear(6, 4)

        def forward(self, x):
            return self.fc(torch.flatten(self.f(x), 1))

    class Flat(nn.Module):
        """LeNet: the flattened map meets a dense layer, so channels-last must reorder its weights."""

        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 4, 3)
            self.fc = nn.Linear(4 * 5 * 4, 5)

        def forward(self, x):
            x = nn.functional.max_pool2d(torch.relu(self.conv(x)), 2)
            return nn.functional.log_softmax(self.fc(x.view(x.shape[0], -1)), dim=1)

    class Sensor(nn.Module):
        """A 1-D network of six axes of motion."""

        def __init__(self):
            super().__init__()
            self.f = nn.Sequential(
                nn.Conv1d(6, 8, 5, padding=2), nn.BatchNorm1d(8), nn.LeakyReLU(0.1), nn.MaxPool1d(2),
                nn.Conv1d(8, 8, 3, padding=2, dilation=2), nn.ELU(), nn.AvgPool1d(2))
            self.fc = nn.Linear(8 * 8, 3)

        def forward(self, x):
            return self.fc(self.f(x).flatten(1))

    class Recurrent(nn.Module):
        def __init__(self, cell):
            super().__init__()
            self.cell = cell(4, 5, batch_first=True)
            self.fc = nn.Linear(5, 3)

        def forward(self, x):
            return self.fc(self.cell(x)[0][:, -1])

    class Upscale(nn.Module):
        """Encoder and decoder with a skip connection."""

        def __init__(self):
            super().__init__()
            self.down = nn.Conv2d(2, 4, 3, stride=2, padding=1)
            self.up = nn.ConvTranspose2d(4, 3, 2, stride=2)
            self.out = nn.Conv2d(5, 1, 1)

        def forward(self, x):
            d = torch.sigmoid(self.down(x))
            u = nn.functional.interpolate(d, scale_factor=2.0, mode="nearest")
            return torch.tanh(self.out(torch.cat([self.up(d), u[:, :2] * x], 1)))

    def export(name, net, shape, **more):
        import io
        net.eval()
        for m in net.modules():
            if isinstance(m, (nn.BatchNorm2d, nn.BatchNorm1d)):
                m.running_mean.normal_(0, 0.3)
                m.running_var.uniform_(0.5, 2)
        buffer = io.BytesIO()
        torch.onnx.export(net, (torch.randn(shape),), buffer, dynamo=False, input_names=["x"], output_names=["y"], **more)
        save(name, buffer.getvalue(), shape)

    def export_dynamo(name, net, shape):
        net.eval()
        program = torch.onnx.export(net, (torch.randn(shape),), dynamo=True)
        save(name, program.model_proto, shape)

    pool = nn.AdaptiveAvgPool2d(1)
    export("pytorch-mobilenet-13", Net(nn.ReLU6, pool), (1, 3, 9, 8), opset_version=13)
    export("pytorch-hardswish-17", Net(nn.Hardswish, pool), (1, 3, 8, 8), opset_version=17,
           dynamic_axes={"x": {0: "batch"}})
    export("pytorch-lenet-18", Flat(), (1, 1, 12, 10), opset_version=18)
    export("pytorch-sensor-13", Sensor(), (1, 6, 32), opset_version=13)
    export("pytorch-lstm-14", Recurrent(nn.LSTM), (1, 6, 4), opset_version=14)
    export("pytorch-gru-14", Recurrent(nn.GRU), (1, 6, 4), opset_version=14)
    export("pytorch-upscale-13", Upscale(), (1, 2, 8, 6), opset_version=13)
    export_dynamo("pytorch-dynamo-mobilenet", Net(nn.ReLU6, pool), (1, 3, 9, 8))
    export_dynamo("pytorch-dynamo-lenet", Flat(), (1, 1, 12, 10))
    export_dynamo("pytorch-dynamo-gelu", Net(nn.GELU, pool), (1, 3, 8, 8))


def keras():
    import tensorflow as tf
    import tf2onnx

    tf.keras.utils.set_random_seed(2)
    k = tf.keras.layers

    def export(name, layers, shape):
        model = tf.keras.Sequential([tf.keras.Input(shape)] + layers)
        function = tf.function(lambda x: model(x, training=False))
        spec = [tf.TensorSpec((None,) + shape, tf.float32, name="x")]
        proto, _ = tf2onnx.convert.from_function(function, input_signature=spec, opset=15)
        save(name, proto, (1,) + shape)

    export("keras-dscnn", [
        k.Conv2D(6, (5, 3), strides=2, padding="same", use_bias=False), k.BatchNormalization(), k.ReLU(),
        k.DepthwiseConv2D(3, padding="same"), k.BatchNormalization(), k.ReLU(6.0),
        k.Conv2D(8, 1), k.LeakyReLU(), k.GlobalAveragePooling2D(), k.Dense(4, activation="softmax")], (11, 8, 1))
    export("keras-lenet", [
        k.Conv2D(4, 3, activation="relu"), k.MaxPooling2D(), k.ZeroPadding2D(1),
        k.SeparableConv2D(5, 3, strides=2, activation="swish"), k.AveragePooling2D(2), k.Flatten(),
        k.Dense(6, activation="tanh"), k.Dropout(0.5), k.Dense(3)], (14, 12, 2))
    export("keras-sensor", [
        k.Conv1D(8, 5, padding="causal", activation="relu"), k.MaxPooling1D(2),
        k.Conv1D(6, 3, dilation_rate=2, activation="elu"), k.GlobalMaxPooling1D(), k.Dense(3, activation="sigmoid")],
        (32, 6))
    export("keras-upscale", [
        k.Conv2D(4, 3, strides=2, padding="same", activation="relu"), k.UpSampling2D(2),
        k.Conv2DTranspose(3, 3, strides=2, padding="same"), k.PReLU(shared_axes=[1, 2]), k.Conv2D(1, 1)], (8, 6, 2))


def sklearn():
    from sklearn.datasets import make_classification
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from skl2onnx import to_onnx

    x, y = make_classification(80, 10, n_informative=6, n_classes=3, random_state=3)
    x = x.astype(np.float32)

    def export(name, model, options=None):
        model.fit(x, y)
        save(name, to_onnx(model, x[:1], options=options, target_opset=15), (1, 10))

    settings = dict(hidden_layer_sizes=(8, 6), max_iter=30, random_state=4)
    export("sklearn-regressor", MLPRegressor(activation="tanh", **settings))
    export("sklearn-classifier", MLPClassifier(**settings), {"zipmap": False})
    export("sklearn-scaled", make_pipeline(StandardScaler(), MLPClassifier(activation="logistic", **settings)),
           {"zipmap": False})


for what in sys.argv[1:] or ["pytorch", "keras", "sklearn"]:
    globals()[what]()
