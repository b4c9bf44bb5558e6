#!/usr/bin/env python3
"""Makes small untrained networks that come quantised, by the tools that users have.

Made with torch 2.15.0, onnx 1.23.2, onnxruntime 1.31.1. Beside each NAME.onnx lies NAME.txt: scale and zero
point of input and output as int8 counts (uint8's zero points less 128), then by turns a line of inputs and a
line of outputs, in such steps, as ONNX Runtime computes them without fusing operators. An output that no
quantisation stands behind has scale 0 and is in floats. The tests read these files; nothing runs this script but whoever wants others.
"""
import io
import sys
import tempfile
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from torch import nn

SAMPLES = 8
rng = np.random.default_rng(11)
torch.manual_seed(5)


class Mobile(nn.Module):
    """Convolutions with folded batch normalisation, depthwise too, a residual, a mean over the map."""

    def __init__(self):
        super().__init__()
        act = nn.ReLU6
        self.first = nn.Sequential(nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(6), act())
        self.block = nn.Sequential(
            nn.Conv2d(6, 12, 1, bias=False), nn.BatchNorm2d(12), act(),
            nn.Conv2d(12, 12, 3, padding=1, groups=12, bias=False), nn.BatchNorm2d(12), act(),
            nn.Conv2d(12, 6, 1, bias=False), nn.BatchNorm2d(6))
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        x = self.first(x)
        x = x + self.block(x)
        return self.fc(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))


class Lenet(nn.Module):
    """Maximum pooling, and a flattened map before a product."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc1 = nn.Linear(4 * 5 * 4, 12)
        self.fc2 = nn.Linear(12, 5)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv(x)), 2).flatten(1)
        return torch.softmax(self.fc2(torch.relu(self.fc1(x))), 1)


class Branches(nn.Module):
    """Joins of unlike ranges, the input among them; functions, a gate, average pooling, a permutation."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(2, 4, 3, padding=1)
        self.b = nn.Conv2d(2, 4, 1)
        self.gate = nn.Conv2d(10, 10, 1)
        self.out = nn.Conv2d(10, 3, 3, stride=2)

    def forward(self, x):
        y = torch.cat([nn.functional.leaky_relu(self.a(x), 0.1), torch.tanh(self.b(x)), x], 1)
        y = y * torch.sigmoid(self.gate(y.mean((2, 3), keepdim=True)))
        return self.out(nn.functional.avg_pool2d(y, 2)).permute(0, 2, 3, 1).flatten(1)


def exported(net, shape):
    net.eval()
    for m in net.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.running_mean.normal_(0, 0.3)
            m.running_var.uniform_(0.5, 2)
    buffer = io.BytesIO()
    torch.onnx.export(net, (torch.randn(shape),), buffer, dynamo=False, input_names=["x"], output_names=["y"], opset_version=13)
    return buffer.getvalue()


def sample(shape):
    """Noise on planes of unlike brightness."""
    return (rng.normal(size=shape[:2] + (1, 1)) * 1.5 + rng.normal(size=shape) * 0.6).astype(np.float32)


class Noise(CalibrationDataReader):
    def __init__(self, shape):
        self.samples = iter([sample(shape) for _ in range(64)])

    def get_next(self):
        x = next(self.samples, None)
        return None if x is None else {"x": x}


def quantized(model, shape, form, activations, weights, per_channel, **more):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/float.onnx", "wb") as f:
            f.write(model)
        quantize_static(folder + "/float.onnx", folder + "/int8.onnx", Noise(shape), quant_format=form,
                        activation_type=activations, weight_type=weights, per_channel=per_channel, **more)
        return onnx.load(folder + "/int8.onnx")


def constants(model):
    return {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}


def steps(scale, zero_point):
    return scale.item(), zero_point.item() - (128 if zero_point.dtype == np.uint8 else 0)


def input_steps(model):
    stored = constants(model)
    node = next(n for n in model.graph.node if n.op_type == "QuantizeLinear" and n.input[0] == model.graph.input[0].name)
    return steps(stored[node.input[1]], stored[node.input[2]])


def output_steps(model):
    stored = constants(model)
    node = next(n for n in model.graph.node if model.graph.output[0].name in n.output)
    if node.op_type != "DequantizeLinear":
        return 0.0, 0
    return steps(stored[node.input[1]], stored[node.input[2]])


def save(name, model, shape):
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.value_info[:]
    del model.metadata_props[:]
    data = model.SerializeToString()
    with open(name + ".onnx", "wb") as f:
        f.write(data)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    scale, zero = input_steps(model)
    out_scale, out_zero = output_steps(model)
    with open(name + ".txt", "w") as f:
        f.write("%.9g %d %.9g %d\n" % (scale, zero, out_scale, out_zero))
        for _ in range(SAMPLES):
            q = np.clip(np.rint(sample(shape) / scale) + zero, -128, 127)
            y = session.run(None, {"x": ((q - zero) * np.float32(scale)).astype(np.float32)})[0].ravel()
            f.write(" ".join("%d" % v for v in q.ravel()) + "\n")
            if out_scale:
                f.write(" ".join("%d" % v for v in np.rint(y / out_scale) + out_zero) + "\n")
            else:
                f.write(" ".join("%.9g" % v for v in y) + "\n")
    print(name, len(data), [n.op_type for n in model.graph.node])


def ort():
    mobile = exported(Mobile(), (1, 3, 9, 8))
    lenet = exported(Lenet(), (1, 1, 12, 10))
    branches = exported(Branches(), (1, 2, 8, 6))
    models = {"mobile": (mobile, (1, 3, 9, 8)), "lenet": (lenet, (1, 1, 12, 10)), "branches": (branches, (1, 2, 8, 6))}
    signed, unsigned = QuantType.QInt8, QuantType.QUInt8
    symmetric = {"extra_options": {"ActivationSymmetric": True, "WeightSymmetric": True}}
    for form, label in ((QuantFormat.QDQ, "qdq"), (QuantFormat.QOperator, "qlinear")):
        for name, activations, weights, per_channel, more in (
                ("mobile", signed, signed, True, {}), ("mobile", unsigned, signed, False, {}),
                ("lenet", unsigned, unsigned, False, {}), ("lenet", signed, signed, True, symmetric),
                ("branches", unsigned, signed, True, {})):
            model, shape = models[name]
            result = quantized(model, shape, form, activations, weights, per_channel, **more)
            kinds = ("s8" if activations == signed else "u8") + ("s8" if weights == signed else "u8")
            save("%s-%s-%s%s" % (label, name, kinds, "-channels" if per_channel else ""), result, shape)


def pytorch():
    """Quantisation-aware training's fake quantisation, as torch exports it."""
    import torch.ao.quantization as ao

    net = Mobile().train()
    net.first = torch.nn.Sequential(*net.first)
    qconfig = ao.QConfig(
        activation=ao.FakeQuantize.with_args(observer=ao.MovingAverageMinMaxObserver, quant_min=0, quant_max=255,
                                             dtype=torch.quint8, reduce_range=False),
        weight=ao.FakeQuantize.with_args(observer=ao.PerChannelMinMaxObserver, quant_min=-128, quant_max=127,
                                         dtype=torch.qint8, qscheme=torch.per_channel_symmetric, ch_axis=0))
    from torch.ao.quantization.quantize_fx import prepare_qat_fx

    prepared = prepare_qat_fx(net, ao.QConfigMapping().set_global(qconfig), (torch.randn(1, 3, 9, 8),))
    for _ in range(16):
        prepared(torch.tensor(np.concatenate([sample((1, 3, 9, 8)) for _ in range(8)])))
    prepared.eval()
    prepared.apply(ao.disable_observer)
    buffer = io.BytesIO()
    torch.onnx.export(prepared, (torch.randn(1, 3, 9, 8),), buffer, dynamo=False, input_names=["x"],
                      output_names=["y"], opset_version=13)
    save("qat-mobile", onnx.load_from_string(buffer.getvalue()), (1, 3, 9, 8))


for what in sys.argv[1:] or ["ort", "pytorch"]:
    globals()[what]()
