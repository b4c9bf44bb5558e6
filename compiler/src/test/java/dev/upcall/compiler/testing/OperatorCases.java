package dev.upcall.compiler.testing;

import dev.upcall.compiler.emit.LayerProbe;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.CopyingPlans;
import dev.upcall.compiler.plan.LeanPlanner;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Records random cases of single operators in the format of {@code cc/operator_cases.h}. */
public final class OperatorCases {
  private static final List<String> SOURCES =
      List.of(
          "operator_cases.h",
          "operator_cases.c",
          "operator_case.h",
          "operator_case.c",
          "operator_bytes.c",
          "operator_elements.c",
          "operator_products.c",
          "operator_lanes.c",
          "operator_rows.c",
          "operator_scalar.c",
          "operator_windows.c");

  private static final Pattern OPERATOR = Pattern.compile("OPERATOR\\((C\\w+)\\)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Interpreter interpreter = new Interpreter();

  /**
   * The C that runs recorded cases, by file name; a host or a board has its own main beside it.
   * {@code operator_codes.h} is written here: the code of each record that the others name.
   */
  public static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (String name : SOURCES) {
      sources.put(name, CCompiler.resource("cc/" + name));
    }
    StringBuilder codes = new StringBuilder();
    operators(sources.values())
        .forEach(name -> codes.append("#define OPERATOR_%s %d\n".formatted(name, code(name))));
    sources.put("operator_codes.h", codes.toString());
    return sources;
  }

  /** The record of that code, as the C that runs the cases names it. */
  public static String operator(int code) {
    return operators(sources().values())
        .filter(name -> code(name) == code)
        .findFirst()
        .orElse("that the C does not name");
  }

  private static Stream<String> operators(Collection<String> texts) {
    return texts.stream()
        .flatMap(text -> OPERATOR.matcher(text).results())
        .map(match -> match.group(1))
        .distinct();
  }

  /** Follows from the name alone; where two were the same, the C's switch would not compile. */
  private static int code(String operator) {
    return operator.hashCode() & 0x7FFFFFFF;
  }

  /** Adds {@code count} cases of {@code operator}; the same seed gives the same cases. */
  public OperatorCases add(RandomOperator operator, KernelSelector selector, int count, long seed) {
    Random random = new Random(seed * 31 + operator.ordinal());
    for (int i = 0; i < count; i++) {
      QuantGraph model = operator.graph(random);
      byte[] input = new byte[model.graph().inputs().get(0).type().bytes()];
      random.nextBytes(input);
      add(model, selector, List.of(input));
    }
    return this;
  }

  /** Everything added, with the mark of the end. */
  public byte[] bytes() {
    int4(0);
    return out.toByteArray();
  }

  /** Adds a case of a model's last operator. */
  public void add(QuantGraph model, KernelSelector selector, List<byte[]> inputs) {
    MemoryPlan plan = new LeanPlanner(CopyingPlans::of, 1, 0).plan(selector.select(model));
    LayerProbe probe = new LayerProbe(plan);
    var values = interpreter.runAll(model, inputs);
    int4(code(probe.operator()));
    int4(probe.weightBits());
    int4(probe.fields().size());
    probe.fields().forEach(this::int4);
    int4(probe.arrays().size());
    for (LayerProbe.Array array : probe.arrays()) {
      int4(array.elementBytes());
      int4(array.elements().length);
      elements(array);
    }
    int4(plan.peakBytes());
    int4(probe.left().isPresent() ? plan.offset(probe.left().get()) : -1);
    int right = -2;
    if (probe.right().isPresent()) {
      right = plan.offset(probe.right().get());
    } else if (probe.rightIsConstant()) {
      right = -1;
    }
    int4(right);
    int4(plan.offset(probe.output()));
    int4(probe.scratchOffset());
    bytes(probe.left().isPresent() ? values.get(probe.left().get().id()) : new byte[0]);
    if (right >= 0) {
      bytes(values.get(probe.right().get().id()));
    }
    bytes(values.get(probe.output().id()));
  }

  private void elements(LayerProbe.Array array) {
    if (array.elementBytes() == 4) {
      for (int element : array.elements()) {
        int4(element);
      }
      return;
    }
    for (int element : array.elements()) {
      out.write(element);
    }
    pad();
  }

  private void bytes(byte[] bytes) {
    int4(bytes.length);
    out.writeBytes(bytes);
    pad();
  }

  private void pad() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
  }

  private void int4(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
