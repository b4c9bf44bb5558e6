package dev.upcall.compiler.report;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.RoundingForm;
import dev.upcall.compiler.kernel.ShortForm;
import dev.upcall.compiler.kernel.SumForm;
import java.util.List;

/** How a layer comes from its accumulators to its outputs, in words. */
final class Requantization {
  /** Each channel's output rises at no more accumulators than that. */
  private static final int THRESHOLDS = 255;

  private static final int PAIRS = 256 * 256;

  /** Operators that round; a lookup has all its results in a table. */
  private static final List<Class<?>> RESCALING =
      List.of(Linear.class, Add.class, Binary.class, Mean.class, AveragePool2D.class);

  private Requantization() {}

  /** Empty where nothing is rescaled. */
  static String of(KernelChoice choice) {
    return choice
        .shortForm()
        .map(Requantization::text)
        .or(() -> choice.sumForm().map(Requantization::text))
        .or(() -> choice.roundingForm().map(Requantization::text))
        .orElseGet(() -> exact(choice.op()));
  }

  private static String text(ShortForm form) {
    long constant = form.channels().stream().filter(ShortForm.Channel::constant).count();
    long proved = form.channels().size() - constant;
    return "short, >> "
        + form.shift()
        + (form.signed() ? ", corrected below 0" : "")
        + "; "
        + THRESHOLDS * proved
        + " thresholds of "
        + proved
        + " channels proved"
        + (constant > 0 ? ", " + constant + " constant" : "");
  }

  private static String text(SumForm form) {
    return "one rounding, >> " + form.shift() + "; all " + PAIRS + " pairs proved";
  }

  private static String text(RoundingForm form) {
    return "one rounding, >> " + form.shift() + "; all " + form.cases() + " numbers proved";
  }

  private static String exact(Op op) {
    boolean integers = op.output().type().dtype() == DType.INT8;
    boolean rescales = RESCALING.stream().anyMatch(type -> type.isInstance(op));
    return integers && rescales ? "exact, as the reference" : "";
  }
}
