package dev.upcall.tests;

import dev.upcall.cli.bench.conformance.ConformanceCase;
import dev.upcall.cli.bench.conformance.ConformanceReport;
import dev.upcall.cli.bench.conformance.ConformanceRunner;
import dev.upcall.cli.bench.conformance.Engine;
import dev.upcall.cli.bench.conformance.Outcome;
import dev.upcall.cli.bench.conformance.Outcome.Kind;
import dev.upcall.compiler.emit.FloatProgram;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.CCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Runs ONNX's operator tests as C: all graphs that pass in Java become one program, which runs
 * once; then every test is judged again, with what the program gave.
 */
final class ConformanceInC {
  private final List<Outcome> inJava = new ArrayList<>();
  private final List<Outcome> inC = new ArrayList<>();

  /** For each test the indices of its graphs in the program. */
  private final Map<String, List<Integer>> graphs = new HashMap<>();

  private final List<List<Tensor>> inputs = new ArrayList<>();

  /**
   * @param folder empty
   */
  ConformanceInC(List<ConformanceCase> cases, CCompiler compiler, Path folder) throws IOException {
    FloatProgram program = new FloatProgram(folder);
    for (ConformanceCase test : cases) {
      inJava.add(new ConformanceRunner(List.of(Engine.reference())).run(test));
      inC.add(new ConformanceRunner(List.of(adder(program, test.name()))).run(test));
    }
    program.compile(compiler, "-O1", "-ffp-contract=off", "-fsanitize=undefined");
    List<List<Tensor>> outputs = program.runTensors(inputs);
    for (int i = 0; i < cases.size(); i++) {
      Kind kind = inC.get(i).kind();
      if (kind == Kind.PASSED || kind == Kind.PASSED_WITH_CONSTANTS) {
        Iterator<Integer> next = graphs.get(cases.get(i).name()).iterator();
        Engine given = (graph, operands) -> outputs.get(next.next());
        inC.set(i, new ConformanceRunner(List.of(given)).run(cases.get(i)));
      }
    }
  }

  /** What became of the tests in Java. */
  ConformanceReport reference() {
    return new ConformanceReport(inJava);
  }

  /** What became of them in C. */
  ConformanceReport report() {
    return new ConformanceReport(inC);
  }

  /** Adds each graph to the program; gives what Java computes. */
  private Engine adder(FloatProgram program, String test) {
    return (graph, operands) -> {
      Graph legal = Passes.preserving().run(graph);
      program.add(legal);
      graphs.computeIfAbsent(test, name -> new ArrayList<>()).add(inputs.size());
      inputs.add(operands);
      return Engine.reference().run(graph, operands);
    };
  }
}
