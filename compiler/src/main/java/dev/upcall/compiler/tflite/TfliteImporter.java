package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.OperatorSupport;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a TFLite model. One that is quantised (activations per tensor, weights per tensor or per
 * channel) computes what TFLite's reference kernels compute, bit for bit; a float input or output
 * around it is left off. A model of floats becomes a graph of floats, whatever its weights are
 * stored as. A trailing softmax is part of either.
 */
public final class TfliteImporter {
  private final TfliteLimits limits;

  private TfliteImporter(TfliteLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws UpcallException with codes UP27xx for whatever the file has that is malformed or not
   *     supported
   */
  public static Network read(Path file) {
    TfliteImporter importer = new TfliteImporter(TfliteLimits.standard());
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return importer.convert(name, importer.bytes(file, name));
  }

  /** As {@link #read(Path)} for a model in memory; {@code name} stands for the file in messages. */
  public static Network parse(String name, byte[] bytes, TfliteLimits limits) {
    return new TfliteImporter(limits).convert(name, bytes);
  }

  private Network convert(String name, byte[] bytes) {
    Graph graph = new SubgraphImporter(limits, new TfliteModel(limits, name, bytes)).run();
    GraphVerifier.verify(graph, "import");
    return graph.outputs().get(0).type().isQuantized()
        ? new Network.Integers(new QuantGraph(graph))
        : new Network.Reals(graph);
  }

  private byte[] bytes(Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      // Reads one byte more than allowed instead of asking for the size: a pipe has none.
      return in.readNBytes(limits.fileBytes() + 1);
    } catch (NoSuchFileException e) {
      throw unreadable(name, "no such file: " + file, "give the path of a .tflite file");
    } catch (IOException e) {
      throw unreadable(name, e.getMessage(), "check that it is a file you may read");
    }
  }

  private static UpcallException unreadable(String name, String found, String fix) {
    return Diagnostic.of(TfliteCode.UNREADABLE)
        .at("%s", name)
        .found("%s", found)
        .fix("%s", fix)
        .toException();
  }

  /** The operators that can be imported, in the order of their names. */
  public static List<OperatorSupport> operators() {
    return TfliteOps.support();
  }
}
