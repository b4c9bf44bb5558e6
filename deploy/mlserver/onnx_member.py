"""A member of an ensemble in MLServer: any ONNX file with float inputs and outputs, as it is."""

import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse, MetadataTensor
from mlserver.utils import get_model_uri


def described(tensors):
    """What a gateway checks before it asks: names and shapes, -1 where a dimension is free."""
    return [
        MetadataTensor(
            name=tensor.name,
            datatype="FP32",
            shape=[size if isinstance(size, int) else -1 for size in tensor.shape],
        )
        for tensor in tensors
    ]


class OnnxMember(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # members are small: more threads only wait for each other
        self._session = onnxruntime.InferenceSession(
            await get_model_uri(self.settings), options, providers=["CPUExecutionProvider"]
        )
        self.inputs = described(self._session.get_inputs())
        self.outputs = described(self._session.get_outputs())
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        inputs = {one.name: NumpyCodec.decode_input(one) for one in payload.inputs}
        names = [one.name for one in payload.outputs or self._session.get_outputs()]
        values = self._session.run(names, inputs)
        return InferenceResponse(
            model_name=self.name,
            outputs=[NumpyCodec.encode_output(name, value) for name, value in zip(names, values)],
        )
