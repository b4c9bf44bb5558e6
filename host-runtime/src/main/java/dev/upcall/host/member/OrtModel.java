package dev.upcall.host.member;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.file.RegularFile;
import dev.upcall.core.model.Model;
import dev.upcall.host.HostCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An ONNX file in ONNX Runtime with one float input, run on the calling thread. Thread-safe until
 * closed.
 */
final class OrtModel implements Model {
  private final String title;
  private final Path file;
  private final OrtSession session;
  private final String inputName;
  private final long[] inputShape;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OrtModel(
      String title, Path file, OrtSession session, String inputName, long[] inputShape) {
    this.title = title;
    this.file = file;
    this.session = session;
    this.inputName = inputName;
    this.inputShape = inputShape;
  }

  /**
   * Loads a file. The bytes are read here, so that a model cannot name further files to be read.
   *
   * @param title what a user calls it, e.g. {@code member "wide"}
   * @throws UpcallException if it is missing, unreadable or has not exactly one float input
   */
  static OrtModel open(String title, Path file) {
    byte[] bytes;
    try (InputStream in = RegularFile.open(file)) {
      bytes = in.readAllBytes();
    } catch (NoSuchFileException e) {
      throw Diagnostic.of(HostCode.MODEL_MISSING, file.getFileName())
          .at("%s: %s", title, file)
          .need("the file the manifest names")
          .fix("train the project, or correct the path in ensemble.yaml")
          .toException();
    } catch (IOException e) {
      throw unreadable(title, file, e.getMessage());
    }
    OrtSession session;
    try {
      session = OrtSessions.open(bytes);
    } catch (OrtException e) {
      throw unreadable(title, file, e.getMessage());
    }
    try {
      Map<String, NodeInfo> inputs = session.getInputInfo();
      NodeInfo input = inputs.values().stream().findFirst().orElse(null);
      if (inputs.size() != 1
          || !(input.getInfo() instanceof TensorInfo info)
          || info.type != OnnxJavaType.FLOAT
          || info.getShape().length == 0) {
        throw wrongInput(
            title, file, inputs.values().toString(), "one float32 tensor [batch, ...]");
      }
      return new OrtModel(title, file, session, input.getName(), info.getShape());
    } catch (OrtException e) {
      close(session);
      throw unreadable(title, file, e.getMessage());
    } catch (UpcallException e) {
      close(session);
      throw e;
    }
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  /** By convention. */
  @Override
  public boolean isChannelsFirst() {
    return true;
  }

  @Override
  public Set<String> outputNames() {
    return session.getOutputNames();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UpcallException UP3006 if the model does not run, or gives something that is no finite
   *     number: a member that does is no better than one that fails
   */
  @Override
  public Map<String, float[]> run(float[] input, int rows, long[] dims) {
    long[] shape = new long[dims.length + 1];
    shape[0] = rows;
    System.arraycopy(dims, 0, shape, 1, dims.length);
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtSessions.environment(), FloatBuffer.wrap(input), shape);
        OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (var entry : result) {
        if (entry.getValue() instanceof OnnxTensor out
            && out.getInfo().type == OnnxJavaType.FLOAT) {
          FloatBuffer buffer = out.getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          requireFinite(this, entry.getKey(), values);
          outputs.put(entry.getKey(), values);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw Diagnostic.of(HostCode.MODEL_RUN, title)
          .at("%s", file)
          .found("%s", firstLine(e.getMessage()))
          .toException();
    }
  }

  /**
   * Refuses an output that is no number.
   *
   * @throws UpcallException UP3006
   */
  static void requireFinite(Model model, String output, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw Diagnostic.of(HostCode.MODEL_RUN, model.title())
            .at("%s, output \"%s\"", model.file(), output)
            .found("%s", value)
            .need("finite numbers")
            .toException();
      }
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      close(session);
    }
  }

  static UpcallException wrongInput(String title, Path file, String found, String need) {
    return Diagnostic.of(HostCode.MODEL_INPUT, title)
        .at("%s", file)
        .found("%s", found)
        .need("%s", need)
        .fix("export the model with the manifest's input shape, or correct the manifest")
        .toException();
  }

  /** {@code [?,3,32,32]}. */
  static String print(long[] shape) {
    return Arrays.toString(shape).replace("-1", "?").replace(" ", "");
  }

  private static UpcallException unreadable(String title, Path file, String why) {
    return Diagnostic.of(HostCode.MODEL_UNREADABLE, file.getFileName())
        .at("%s: %s", title, file)
        .found("%s", firstLine(why))
        .need("an ONNX model with operators that ONNX Runtime knows")
        .toException();
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("a session closed twice", e);
    }
  }
}
