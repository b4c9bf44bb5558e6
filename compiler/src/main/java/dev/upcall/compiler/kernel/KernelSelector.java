package dev.upcall.compiler.kernel;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.StateOrder;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelLibrary.UnsuitedException;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.range.RangeAnalysis;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Chooses a kernel for each operator: the first library that has one gives it. */
public final class KernelSelector {
  private final Function<Graph, List<KernelLibrary>> libraries;

  /**
   * @param libraries for a graph, the most special first; the last should be {@link GeneralKernels}
   */
  private KernelSelector(Function<Graph, List<KernelLibrary>> libraries) {
    this.libraries = libraries;
  }

  /** A selector that knows the portable C kernels alone. */
  public static KernelSelector portable() {
    return new KernelSelector(graph -> before());
  }

  /** A selector for cores with the DSP extension of Armv7E-M and Armv8-M. */
  public static KernelSelector dsp() {
    return new KernelSelector(graph -> before(new DspKernels(RangeAnalysis.of(graph))));
  }

  /**
   * The same where weights and scratch may be large.
   *
   * @param winograd layers that may be computed by Winograd's algorithm
   */
  public static KernelSelector fastDsp(int winograd) {
    return new KernelSelector(
        graph -> {
          RangeAnalysis ranges = RangeAnalysis.of(graph);
          return before(new WinogradKernels(graph, ranges, winograd), new DspKernels(ranges));
        });
  }

  /** A selector for cores with the vector extension of Armv8.1-M; these have the DSP one too. */
  public static KernelSelector mve() {
    return new KernelSelector(
        graph ->
            before(
                new MveKernels(RangeAnalysis.of(graph)), new DspKernels(RangeAnalysis.of(graph))));
  }

  /** A selector for cores that multiply one pair of numbers at a time. */
  public static KernelSelector scalar() {
    return new KernelSelector(graph -> before(new ScalarKernels(RangeAnalysis.of(graph))));
  }

  /** A selector for RV32 with multiplication. */
  public static KernelSelector quads() {
    return new KernelSelector(
        graph ->
            before(
                new QuadsKernels(RangeAnalysis.of(graph)),
                new ScalarKernels(RangeAnalysis.of(graph))));
  }

  /** A selector for cores of 8 bits. */
  public static KernelSelector bytes() {
    return new KernelSelector(graph -> before(new BytesKernels(RangeAnalysis.of(graph))));
  }

  /** {@code special} libraries, and behind them those that every target has. */
  private static List<KernelLibrary> before(KernelLibrary... special) {
    List<KernelLibrary> libraries = new ArrayList<>(List.of(special));
    libraries.addAll(List.of(new PortableKernels(), new RowKernels(), new GeneralKernels()));
    return libraries;
  }

  /** The selector for a processor, whatever its memory. */
  public static KernelSelector of(Board.Cpu cpu, Objective objective) {
    return of(cpu, objective, Integer.MAX_VALUE);
  }

  /**
   * The selector for a processor.
   *
   * @param heavy layers that may take much more flash and scratch, if that is faster: those that
   *     save most for it
   */
  public static KernelSelector of(Board.Cpu cpu, Objective objective, int heavy) {
    if (BytesKernels.suit(cpu)) {
      return bytes();
    }
    if (objective == Objective.SIZE) {
      return portable();
    }
    if (cpu.mve()) {
      return mve();
    }
    if (QuadsKernels.suit(cpu)) {
      return quads();
    }
    if (cpu.dsp() && objective == Objective.SPEED) {
      return fastDsp(heavy);
    }
    return cpu.dsp() ? dsp() : ScalarKernels.suit(cpu) ? scalar() : portable();
  }

  /** The operators that have integer kernels; some only with the operands these take. */
  public static Set<Class<? extends Op>> integerOperators() {
    Set<Class<? extends Op>> operators = new HashSet<>(new PortableKernels().operators());
    operators.addAll(new RowKernels().operators());
    operators.addAll(new GeneralKernels().operators());
    return operators;
  }

  /** A selector for graphs that compute in float32. */
  public static KernelSelector floats() {
    return new KernelSelector(graph -> List.of(new FloatKernelLibrary()));
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException naming every operator without a kernel
   */
  public KernelProgram select(ExecutableGraph model) {
    Diagnostics diagnostics = new Diagnostics();
    List<KernelLibrary> candidates = libraries.apply(model.graph());
    List<KernelChoice> choices = new ArrayList<>();
    List<List<String>> refusals = new ArrayList<>();
    for (Op op : model.graph().ops()) {
      List<String> refused = new ArrayList<>();
      choose(op, model, candidates, choices, refused, diagnostics);
      refusals.add(refused);
    }
    checkStates(model.graph(), diagnostics);
    diagnostics.throwIfAny();
    return new KernelProgram(model, choices, refusals);
  }

  private static void checkStates(Graph graph, Diagnostics diagnostics) {
    boolean constant = graph.states().stream().anyMatch(state -> graph.isConstant(state.next()));
    if (constant || StateOrder.of(graph.states()).isEmpty()) {
      diagnostics.add(
          Diagnostic.of(KernelCode.NO_KERNEL, "state")
              .at("%s", graph.name())
              .found(constant ? "a state that becomes a constant" : "states that change places")
              .need("states that become what the run has computed")
              .fix("copy one of them by an operator"));
    }
  }

  private static void choose(
      Op op,
      ExecutableGraph model,
      List<KernelLibrary> libraries,
      List<KernelChoice> choices,
      List<String> refused,
      Diagnostics diagnostics) {
    UnsuitedException reason = null;
    for (KernelLibrary library : libraries) {
      try {
        choices.add(library.choose(op, model.graph()));
        return;
      } catch (UnsuitedException e) {
        reason = e;
        refused.add(e.getMessage() + " instead of " + e.need());
      }
    }
    diagnostics.add(
        Diagnostic.of(KernelCode.NO_KERNEL, op.mnemonic())
            .at("%s", op.source())
            .found("%s", reason == null ? "no kernel library" : reason.getMessage())
            .need("%s", reason == null ? "one" : reason.need()));
  }
}
