package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.OperatorCases;
import dev.upcall.compiler.testing.RandomOperator;
import dev.upcall.compiler.testing.RandomOperators;
import dev.upcall.compiler.testing.TfliteGolden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kernel in C equals the reference in Java on random cases, in the memory the planner gave
 * them (outputs over operands included), under AddressSanitizer and UndefinedBehaviorSanitizer.
 */
class OperatorCasesTest {
  /** {@code -Dupcall.cases=10000} for the full count. */
  private static final int CASES = Integer.getInteger("upcall.cases", 1000);

  @TempDir static Path folder;
  private static Path program;

  @BeforeAll
  static void compile() throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    for (Map.Entry<String, String> source : OperatorCases.sources().entrySet()) {
      Files.writeString(folder.resolve(source.getKey()), source.getValue());
    }
    CCompiler.copy(folder, "cc/operator_cases_host.c");
    for (String name : TemplateFiles.list("kernels")) {
      Files.writeString(folder.resolve(name), TemplateFiles.read("kernels/" + name));
    }
    program =
        gcc.compile(folder, "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
  }

  static Stream<RandomOperator> operators() {
    return RandomOperator.all().stream();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void equalsTheReference(RandomOperator operator) throws IOException {
    check(operator, KernelSelector.portable());
  }

  /** What cores with a DSP extension run in assembly, in the C that stands in for it. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CONV_2D",
        "DEPTHWISE_CONV_2D_3X3",
        "DEPTHWISE_CONV_2D_LINE",
        "FULLY_CONNECTED",
        "FULLY_CONNECTED_DEEP"
      })
  void equalsTheReferenceWithDspKernels(RandomOperators operator) throws IOException {
    check(operator, KernelSelector.dsp());
  }

  /** The same where weights and scratch may be large. */
  @Test
  void equalsTheReferenceWithWinogradKernels() throws IOException {
    check(RandomOperators.CONV_2D_3X3, KernelSelector.fastDsp(Integer.MAX_VALUE));
  }

  /** The same for cores with MVE. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CONV_2D",
        "DEPTHWISE_CONV_2D",
        "DEPTHWISE_CONV_2D_3X3",
        "DEPTHWISE_CONV_2D_LINE",
        "FULLY_CONNECTED"
      })
  void equalsTheReferenceWithMveKernels(RandomOperators operator) throws IOException {
    check(operator, KernelSelector.mve());
  }

  /** What cores without it run, in assembly on Cortex-M. */
  @ParameterizedTest
  @EnumSource(names = {"CONV_2D", "DEPTHWISE_CONV_2D_3X3", "FULLY_CONNECTED"})
  void equalsTheReferenceWithScalarKernels(RandomOperators operator) throws IOException {
    check(operator, KernelSelector.scalar());
  }

  /** The same for RV32. */
  @ParameterizedTest
  @EnumSource(names = {"CONV_2D", "DEPTHWISE_CONV_2D_3X3", "FULLY_CONNECTED"})
  void equalsTheReferenceWithQuadsKernels(RandomOperators operator) throws IOException {
    check(operator, KernelSelector.quads());
  }

  /** What cores of 8 bits run in assembly. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CONV_2D",
        "DEPTHWISE_CONV_2D",
        "DEPTHWISE_CONV_2D_3X3",
        "DEPTHWISE_CONV_2D_LINE",
        "FULLY_CONNECTED"
      })
  void equalsTheReferenceWithBytesKernels(RandomOperators operator) throws IOException {
    check(operator, KernelSelector.bytes());
  }

  /** Models of one operator give as C what TensorFlow Lite Micro's reference kernels give. */
  @Test
  void equalsTheRecordedGoldens() throws IOException {
    check(TfliteGolden.recorded().toList());
  }

  @Test
  void equalsTheGoldensOfTensorFlowLiteMicro() throws IOException {
    check(TfliteGolden.shared().toList());
  }

  private static void check(List<TfliteGolden> goldens) throws IOException {
    OperatorCases cases = new OperatorCases();
    for (TfliteGolden golden : goldens) {
      cases.add(golden.graph(), KernelSelector.portable(), golden.inputs());
    }
    assertFalse(goldens.isEmpty());
    assertEquals(goldens.size() + " 0 -1 0\n", run(cases));
  }

  private static void check(RandomOperator operator, KernelSelector selector) throws IOException {
    OperatorCases cases = new OperatorCases().add(operator, selector, CASES, 1);
    assertEquals(CASES + " 0 -1 0\n", run(cases));
  }

  private static String run(OperatorCases cases) throws IOException {
    Path file = folder.resolve("cases.bin");
    Files.write(file, cases.bytes());
    return CCompiler.run(List.of(program.toString(), file.toString()));
  }
}
