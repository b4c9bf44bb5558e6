package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.ensemble.OutputShape;
import dev.upcall.host.member.InputLayout;
import dev.upcall.host.member.MemberOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A served model that was found to be a member: how it is asked, and what its answers mean.
 *
 * @param input name of its input
 * @param layout of samples in it
 * @param binary whether tensors go as bytes
 */
record ServedModel(Expected expected, String input, InputLayout layout, boolean binary) {
  /** Decimals of a float with what JSON has around them, in bytes, and then some. */
  private static final int BYTES_EACH = 40;

  /** Names, shapes and parameters around the numbers. */
  private static final int BYTES_AROUND = 1 << 16;

  private static final int MOST_BYTES = 1 << 28;

  /** A request about samples in the manifest's order [H,W,C]. */
  InferCall call(List<float[]> samples) {
    float[] values = new float[samples.size() * layout.size()];
    List<Long> shape = new ArrayList<>();
    shape.add((long) samples.size());
    Arrays.stream(layout.dims()).forEach(shape::add);
    for (int i = 0; i < samples.size(); i++) {
      layout.arrange(samples.get(i), values, i * layout.size());
    }
    OutputShape each = expected.shape();
    return new InferCall(
        new Tensor(input, shape, values),
        expected.outputs(),
        binary,
        maxBytes(samples.size(), each.classes() + each.others()));
  }

  private static int maxBytes(int samples, int width) {
    return (int) Math.min(BYTES_AROUND + (long) samples * width * BYTES_EACH, MOST_BYTES);
  }

  /**
   * What an answer says about so many samples.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3232-UP3234 if it is none
   */
  List<MemberOutput> outputs(List<Tensor> answer, int samples) {
    OutputShape each = expected.shape();
    float[] logits = values(answer, expected.logits(), samples, each.classes());
    float[] others =
        expected
            .others()
            .map(name -> values(answer, name, samples, each.others()))
            .orElse(new float[0]);
    List<MemberOutput> outputs = new ArrayList<>(samples);
    for (int i = 0; i < samples; i++) {
      outputs.add(each.output(row(logits, i, each.classes()), row(others, i, each.others())));
    }
    return outputs;
  }

  private static float[] row(float[] all, int index, int width) {
    return Arrays.copyOfRange(all, index * width, (index + 1) * width);
  }

  private float[] values(List<Tensor> answer, String name, int samples, int width) {
    Optional<Tensor> found = answer.stream().filter(one -> one.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      throw wrong(ServingCode.MALFORMED, name)
          .found("outputs %s", answer.stream().map(Tensor::name).toList())
          .toException();
    }
    Tensor tensor = found.get();
    List<Long> shape = tensor.shape();
    // Features may keep the dimensions that were pooled to one: [N,C,1,1].
    boolean fits =
        !shape.isEmpty()
            && shape.get(0) == samples
            && Tensor.elements(shape) == samples * width
            && tensor.values().length == samples * width;
    if (!fits) {
      throw wrong(ServingCode.WRONG_SIZE, name)
          .found("shape %s, %d numbers", shape, tensor.values().length)
          .need("[%d, %d]", samples, width)
          .toException();
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw wrong(ServingCode.NO_NUMBER, name).found("%s", value).toException();
      }
    }
    return tensor.values();
  }

  private Diagnostic wrong(ServingCode code, String output) {
    return code.with(expected.address()).at("output \"%s\"", output);
  }
}
