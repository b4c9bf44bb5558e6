package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.List;

/** Holds what a file says against what the project expects; shared by all readers. */
final class SampleCheck {
  private final SampleSpec spec;
  private final String file;

  SampleCheck(SampleSpec spec, String file) {
    this.spec = spec;
    this.file = file;
  }

  /** The label, if it is a class. */
  int label(long label, String at) {
    if (label < 0 || label >= spec.classes().size()) {
      throw Diagnostic.of(DataCode.LABEL, file)
          .at("%s", at)
          .found("%d", label)
          .need("0 to %d, one of the classes of ensemble.yaml", spec.classes().size() - 1)
          .toException();
    }
    return (int) label;
  }

  /** The value as a raw byte, if it lies in the input's range. */
  byte value(long value, String at) {
    if (value < spec.rawMin() || value > spec.rawMax()) {
      throw Diagnostic.of(DataCode.VALUE, file)
          .at("%s", at)
          .found("%d", value)
          .need("%d to %d, the range of the input", spec.rawMin(), spec.rawMax())
          .fix("correct the data, or input.range in ensemble.yaml")
          .toException();
    }
    return (byte) value;
  }

  /** The bytes of sample i, if all lie in the input's range. */
  byte[] values(byte[] raw, int sample) {
    if (spec.rawMin() > 0 || spec.rawMax() < 255) {
      for (byte b : raw) {
        int value = b & 0xff;
        if (value < spec.rawMin() || value > spec.rawMax()) {
          value(value, file + ", sample " + sample);
        }
      }
    }
    return raw;
  }

  /** Checks dimensions of one sample; sides of length 1 may be left out at the end. */
  void shape(List<Integer> found) {
    if (!trimmed(found).equals(trimmed(spec.shape()))) {
      throw wrongShape(found.toString());
    }
  }

  UpcallException wrongShape(String found) {
    return Diagnostic.of(DataCode.SHAPE, file)
        .at("%s", file)
        .found("%s", found)
        .need("%s, input.shape of ensemble.yaml", spec.shape())
        .toException();
  }

  private static List<Integer> trimmed(List<Integer> shape) {
    List<Integer> list = new ArrayList<>(shape);
    while (list.size() > 1 && list.get(list.size() - 1) == 1) {
      list.remove(list.size() - 1);
    }
    return list;
  }
}
