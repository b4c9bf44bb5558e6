package dev.upcall.host.member;

import java.util.List;

/**
 * One model of an ensemble. Not thread-safe: its owner runs it on one thread at a time. It may take
 * arbitrarily long or throw; the ensemble copes with both.
 */
public interface Member extends AutoCloseable {
  /** As in the manifest. */
  String name();

  /**
   * Runs the model.
   *
   * @param batch real-valued samples in the manifest's order [H,W,C], one row per sample
   * @return one output per sample, in the same order
   */
  List<MemberOutput> run(float[][] batch);

  /**
   * Computes the rest of the model for samples whose first stages ran on devices.
   *
   * @param boundary behind which stage of the device, counted from 1
   * @param maps feature maps as upcalls have them
   * @return as {@link #run}
   */
  default List<MemberOutput> goOn(int boundary, List<byte[]> maps) {
    throw new UnsupportedOperationException(name() + " starts from the input");
  }

  @Override
  void close();
}
