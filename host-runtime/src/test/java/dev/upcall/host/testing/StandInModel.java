package dev.upcall.host.testing;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands behind a stand-in server: an ONNX file in ONNX Runtime, with nothing of ours around
 * it.
 */
public final class StandInModel implements AutoCloseable {
  private final OrtSession session;

  /**
   * Numbers.
   *
   * @param shape all dimensions
   */
  public record Numbers(long[] shape, float[] values) {}

  public StandInModel(Path file) throws OrtException {
    this.session = environment().createSession(file.toString());
  }

  /** As the members in this process have it. */
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /** Shapes by name, -1 where free. */
  public Map<String, long[]> inputs() throws OrtException {
    return shapes(session.getInputInfo());
  }

  public Map<String, long[]> outputs() throws OrtException {
    return shapes(session.getOutputInfo());
  }

  private static Map<String, long[]> shapes(Map<String, NodeInfo> infos) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    infos.forEach((name, info) -> shapes.put(name, ((TensorInfo) info.getInfo()).getShape()));
    return shapes;
  }

  /** The outputs of those names, in their order. */
  public Map<String, Numbers> run(String input, Numbers numbers, List<String> outputs)
      throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment(), FloatBuffer.wrap(numbers.values()), numbers.shape());
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Map<String, Numbers> found = new LinkedHashMap<>();
      for (String name : outputs) {
        OnnxTensor output = (OnnxTensor) result.get(name).orElseThrow();
        float[] values = new float[output.getFloatBuffer().remaining()];
        output.getFloatBuffer().get(values);
        found.put(name, new Numbers(output.getInfo().getShape(), values));
      }
      return found;
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
