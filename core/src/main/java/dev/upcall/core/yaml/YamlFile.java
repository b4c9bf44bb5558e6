package dev.upcall.core.yaml;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file into values that know their lines. Only the node tree is composed, nothing is
 * constructed from tags, and size, depth and aliases are bounded, so a hostile file costs no more
 * than an honest one.
 */
public final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_ALIASES = 20;

  private final Path file;
  private final Diagnostics diagnostics;

  /**
   * @param diagnostics collects what is wrong with the values when they are read
   */
  public YamlFile(Path file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /**
   * The mapping the file consists of.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the file cannot be read or is not YAML
   */
  public YamlMap read() {
    String text = readText();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    Node root;
    try {
      root =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
              .getSingleNode();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      String line = mark == null ? "" : ":" + (mark.getLine() + 1);
      throw Diagnostic.of(YamlCode.SYNTAX, name())
          .at("%s%s", name(), line)
          .found(problem(e))
          .toException();
    } catch (YAMLException e) {
      throw Diagnostic.of(YamlCode.LIMIT, name())
          .at(file.toString())
          .found(String.valueOf(e.getMessage()))
          .need("at most %d bytes, %d levels, %d aliases", MAX_BYTES, MAX_DEPTH, MAX_ALIASES)
          .toException();
    }
    if (!(root instanceof MappingNode)) {
      throw Diagnostic.of(YamlCode.WRONG_TYPE, name())
          .at("%s:1", name())
          .found(root == null ? "an empty file" : "no mapping at the top")
          .need("lines of the form \"key: value\"")
          .toException();
    }
    return new YamlMap(this, "", (MappingNode) root);
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** {@code file:line} of a node. */
  String where(Node node) {
    return name() + ":" + (node.getStartMark().getLine() + 1);
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  private String readText() {
    try (InputStream in = RegularFile.open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Diagnostic.of(YamlCode.LIMIT, name())
            .at(file.toString())
            .found("more than %d bytes", MAX_BYTES)
            .need("at most %d bytes", MAX_BYTES)
            .toException();
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Diagnostic.of(YamlCode.SYNTAX, name())
          .at(file.toString())
          .found("bytes that are not UTF-8")
          .fix("save the file as UTF-8")
          .toException();
    } catch (IOException e) {
      throw Diagnostic.of(YamlCode.UNREADABLE, name())
          .at(file.toString())
          .found(Files.exists(file) ? e.toString() : "no such file")
          .toException();
    }
  }

  private static String problem(MarkedYAMLException e) {
    return e.getContext() == null ? e.getProblem() : e.getContext() + ": " + e.getProblem();
  }
}
