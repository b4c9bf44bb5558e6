package dev.upcall.host.member;

import dev.upcall.core.project.Preprocessor;
import java.util.List;
import java.util.function.Function;

/**
 * A batch of samples for the members of an ensemble, as upcalls carry them. Members in other
 * processes are sent these bytes; those in this one share the reals that they stand for.
 */
public final class Question {
  private final int boundary;
  private final List<byte[]> carried;
  private final Function<byte[], float[]> dequantize;
  private float[][] reals;

  private Question(int boundary, List<byte[]> carried, Function<byte[], float[]> dequantize) {
    this.boundary = boundary;
    this.carried = List.copyOf(carried);
    this.dequantize = dequantize;
  }

  /**
   * Samples from their input on.
   *
   * @param inputs int8 samples, each [H,W,C]
   */
  public static Question inputs(List<byte[]> inputs, Preprocessor preprocessor) {
    return new Question(0, inputs, preprocessor::dequantize);
  }

  /**
   * Samples whose first stages ran on devices.
   *
   * @param boundary behind which stage of the device, counted from 1
   * @param maps feature maps
   */
  public static Question maps(int boundary, List<byte[]> maps) {
    return new Question(
        boundary,
        maps,
        map -> {
          throw new IllegalStateException("a feature map has no reals of its own");
        });
  }

  /** Behind which stage of the device members take over; 0 from the input. */
  public int boundary() {
    return boundary;
  }

  /** What the upcalls carried, by sample. */
  public List<byte[]> carried() {
    return carried;
  }

  /**
   * What a member in this process says.
   *
   * @return one output per sample, in the same order
   */
  public List<MemberOutput> ask(Member member) {
    return boundary == 0 ? member.run(reals()) : member.goOn(boundary, carried);
  }

  /**
   * The reals that samples stand for, by sample, in the manifest's order; of inputs alone. Computed
   * once, on the thread of the first that gets here.
   */
  public synchronized float[][] reals() {
    if (reals == null) {
      reals = carried.stream().map(dequantize).toArray(float[][]::new);
    }
    return reals;
  }
}
