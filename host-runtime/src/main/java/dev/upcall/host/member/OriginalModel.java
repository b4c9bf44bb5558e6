package dev.upcall.host.member;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An ONNX file as ONNX Runtime computes it, to compare with what was made of it. */
public final class OriginalModel implements AutoCloseable {
  private final OrtModel model;
  private final InputLayout layout;

  private OriginalModel(OrtModel model, InputLayout layout) {
    this.model = model;
    this.layout = layout;
  }

  /**
   * Loads a file.
   *
   * @param sample shape of one sample as the device has it, [H,W,C] or fewer axes
   * @throws UpcallException UP3001-UP3007 if it is unreadable, has not one float input, or takes
   *     samples of another shape
   */
  public static OriginalModel open(Path file, List<Integer> sample) {
    OrtModel model = OrtModel.open("the original model", file);
    long[] shape = model.inputShape();
    long[] dims = Arrays.copyOfRange(shape, 1, shape.length);
    InputLayout layout = InputLayout.of(sample, dims, model.isChannelsFirst()).orElse(null);
    if (layout == null) {
      model.close();
      throw OrtModel.wrongInput(
          model.title(), file, "input " + OrtModel.print(shape), "samples of " + sample);
    }
    return new OriginalModel(model, layout);
  }

  /**
   * Runs one sample.
   *
   * @param sample real-valued, in the device's order
   * @return the file's first float output, flat
   */
  public float[] run(float[] sample) {
    return outputs(sample).values().iterator().next();
  }

  /**
   * Runs one sample.
   *
   * @param sample real-valued, in the device's order
   * @param output name of one of the file's float outputs
   * @return that output, flat
   */
  public float[] run(float[] sample, String output) {
    return outputs(sample).get(output);
  }

  private Map<String, float[]> outputs(float[] sample) {
    float[] arranged = new float[sample.length];
    layout.arrange(sample, arranged, 0);
    return model.run(arranged, 1, layout.dims());
  }

  @Override
  public void close() {
    model.close();
  }
}
