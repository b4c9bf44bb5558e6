package dev.upcall.compiler.emit;

import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.testing.CCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many float graphs as one C program, which runs them in turn. */
public final class FloatProgram {
  /** Stages in a C file; fewer files are compiled faster than many. */
  private static final int STAGES_PER_FILE = 40;

  private final Path folder;
  private final StageEmitter emitter = new StageEmitter(new Renderer(), BareForm.PLAIN);
  private final List<MemoryPlan> plans = new ArrayList<>();
  private final StringBuilder main = new StringBuilder();
  private StringBuilder file = new StringBuilder();
  private int stages;
  private Path program;

  /**
   * @param folder empty
   */
  public FloatProgram(Path folder) {
    this.folder = folder;
  }

  /** Adds a graph that runs once. */
  public void add(Graph graph) {
    add(graph, 1);
  }

  /** Adds a graph that runs several times in turn, as if it were as many graphs. */
  public void add(Graph graph, int runs) {
    MemoryPlan plan =
        new MemoryPlanner().plan(KernelSelector.floats().select(new FloatGraph(graph)));
    String name = "upcall_stage_" + stages;
    StageEmitter.Stage stage = emitter.emit(name, new CBanner(List.of()), plan, 1);
    write(name + ".h", stage.header());
    // Several stages share a file, so that what is static in each needs a name of its own.
    file.append(
        stage
            .source()
            .replaceAll("\\b(layer_\\d|keep_states|reset_states)", "stage_" + stages + "_$1")
            .replaceAll("\\bupcall_(weights|state)_", "stage_" + stages + "_$1_"));
    stages++;
    for (int run = 0; run < runs; run++) {
      plans.add(plan);
      driver(name);
    }
    if (stages % STAGES_PER_FILE == 0) {
      write();
    }
  }

  /** Compiles what was added. */
  public void compile(CCompiler compiler, String... flags) throws IOException {
    write();
    for (Map.Entry<String, String> kernel : KernelSources.all().entrySet()) {
      if (isFloat(kernel.getKey())) {
        Files.writeString(folder.resolve(kernel.getKey()), kernel.getValue());
      }
    }
    int bytes = plans.stream().mapToInt(MemoryPlan::peakBytes).max().orElse(0) / 8 * 8 + 8;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < stages; i++) {
      names.add("upcall_stage_" + i);
    }
    CModelHeader header = new CModelHeader(new CBanner(List.of()), bytes, CWord.of(8), names);
    Files.writeString(folder.resolve("upcall_model.h"), new Renderer().render(header));
    Files.writeString(
        folder.resolve("main.c"),
        """
        #include <stdio.h>

        #include "upcall_model.h"

        uint64_t upcall_arena_words[UPCALL_ARENA_BYTES / 8];

        static int take(void *to, size_t bytes) {
            return fread(to, 1, bytes, stdin) == bytes;
        }

        static int give(const void *from, size_t bytes) {
            return fwrite(from, 1, bytes, stdout) == bytes;
        }

        int main(void) {
        """
            + main
            + "    return fflush(stdout);\n}\n");
    program = compiler.compile(folder, flags);
  }

  /**
   * Runs the graphs.
   *
   * @param inputs of every graph, in the order in which they were added
   * @return the outputs' bytes, likewise
   */
  private List<List<ByteBuffer>> run(List<List<byte[]>> inputs) throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    inputs.forEach(each -> each.forEach(in::writeBytes));
    ByteBuffer out = ByteBuffer.wrap(CCompiler.pipe(program, in.toByteArray()));
    List<List<ByteBuffer>> outputs = new ArrayList<>();
    for (MemoryPlan plan : plans) {
      List<ByteBuffer> each = new ArrayList<>();
      for (Value output : plan.program().model().graph().outputs()) {
        int bytes = output.type().bytes();
        each.add(out.slice(out.position(), bytes));
        out.position(out.position() + bytes);
      }
      outputs.add(each);
    }
    return outputs;
  }

  /** As {@link #run} with inputs and outputs as tensors. */
  public List<List<Tensor>> runTensors(List<List<Tensor>> inputs) throws IOException {
    List<List<ByteBuffer>> bytes =
        run(
            inputs.stream()
                .map(each -> each.stream().map(tensor -> tensor.toConstant().toBytes()).toList())
                .toList());
    List<List<Tensor>> tensors = new ArrayList<>();
    for (List<ByteBuffer> each : bytes) {
      Graph graph = plans.get(tensors.size()).program().model().graph();
      List<Tensor> outputs = new ArrayList<>();
      for (ByteBuffer output : each) {
        byte[] raw = new byte[output.remaining()];
        output.get(raw);
        DType dtype = graph.outputs().get(outputs.size()).type().dtype();
        outputs.add(Tensor.of(ConstantData.ofRaw(dtype, raw)));
      }
      tensors.add(outputs);
    }
    return tensors;
  }

  private static boolean isFloat(String kernel) {
    return kernel.contains("_f32")
        || kernel.startsWith("upcall_real")
        || kernel.startsWith("upcall_whole")
        || kernel.equals("upcall_cell.h")
        || kernel.equals("upcall_window.h");
  }

  private void driver(String name) {
    StagePorts ports = new StagePorts(plans.get(plans.size() - 1));
    List<String> takes = new ArrayList<>();
    for (CPort port : ports.inputs()) {
      takes.add("take(" + name + "_input" + port.suffix() + "(), " + port.bytes() + ")");
    }
    if (!takes.isEmpty()) {
      main.append("    if (!(" + String.join(" && ", takes) + ")) {\n");
      main.append("        return 2;\n    }\n");
    }
    main.append("    " + name + "_run();\n");
    for (CPort port : ports.outputs()) {
      main.append("    if (!give(" + name + "_output" + port.suffix() + "(), ");
      main.append(port.bytes() + ")) {\n        return 3;\n    }\n");
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    if (file.length() > 0) {
      write("stages_" + stages + ".c", file.toString());
      file = new StringBuilder();
    }
  }
}
