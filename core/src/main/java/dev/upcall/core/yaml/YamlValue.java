package dev.upcall.core.yaml;

import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of a YAML file. Reading it as a type it does not have is reported with its line, and a
 * stand-in is returned so that reading can go on to the next error; the reader's caller ends with
 * {@link dev.upcall.core.diagnostic.Diagnostics#throwIfAny}, so no stand-in gets further than that.
 */
public final class YamlValue {
  /** Wider than YAML 1.1, which takes {@code 1e-3} for text. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");

  private final YamlFile file;
  private final String path;
  private final Node node;

  /**
   * @param node null stands for a value whose lack has been reported already
   */
  YamlValue(YamlFile file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** Dotted keys from the top to here, such as {@code input.preprocess.scale}. */
  public String path() {
    return path;
  }

  /** True if the lack of this value has been reported: there is nothing to check. */
  public boolean isAbsent() {
    return node == null;
  }

  public boolean isText() {
    return node instanceof ScalarNode && !isNull();
  }

  public boolean isNumber() {
    return isPlain() && NUMBER.matcher(scalar()).matches();
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Any scalar as it is written; a number or {@code yes} is text too. Never empty but absent. */
  public String text() {
    if (isText() && !scalar().isBlank()) {
      return scalar();
    }
    wrongType("a text");
    return "";
  }

  /** A finite number of lo..hi. */
  public double number(double lo, double hi) {
    if (!isNumber()) {
      wrongType("a finite number");
      return lo;
    }
    double value = Double.parseDouble(scalar());
    if (!(value >= lo && value <= hi)) {
      wrongValue("a number of " + lo + " to " + hi);
      return lo;
    }
    return value;
  }

  /** A whole number of lo..hi. */
  public long integer(long lo, long hi) {
    if (!isPlain() || !INTEGER.matcher(scalar()).matches()) {
      wrongType("a whole number");
      return lo;
    }
    long value = Long.parseLong(scalar());
    if (value < lo || value > hi) {
      wrongValue("a whole number of " + lo + " to " + hi);
      return lo;
    }
    return value;
  }

  /** One of a few words. */
  public String choice(String... words) {
    String text = text();
    if (!text.isEmpty() && !List.of(words).contains(text)) {
      wrongValue("one of " + String.join(", ", words));
      return words[0];
    }
    return text;
  }

  public YamlMap map() {
    if (node instanceof MappingNode mapping) {
      return new YamlMap(file, path, mapping);
    }
    wrongType("a mapping (key: value)");
    return new YamlMap(file, path, null);
  }

  public List<YamlValue> list() {
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> values = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        values.add(new YamlValue(file, path + "[" + values.size() + "]", item));
      }
      return values;
    }
    wrongType("a list ([a, b] or lines of \"- a\")");
    return List.of();
  }

  /** The items of a list, or the one value that stands in a list's place. */
  public List<YamlValue> listOrOne() {
    return isList() ? list() : List.of(this);
  }

  /** {@code file:line}; just the file of a value that is absent. */
  public String where() {
    return node == null ? file.name() : file.where(node);
  }

  /** Adds a diagnostic, placed at this value's line. */
  public void report(Diagnostic diagnostic) {
    if (node != null) {
      file.diagnostics().add(diagnostic.at(where()));
    }
  }

  /** Reports that the value is of the right type and yet unusable. */
  public void wrongValue(String need) {
    wrong(YamlCode.WRONG_VALUE, need);
  }

  private void wrongType(String need) {
    wrong(YamlCode.WRONG_TYPE, need);
  }

  private void wrong(YamlCode code, String need) {
    if (node != null) {
      report(Diagnostic.of(code, path).found("%s", describe()).need("%s", need));
    }
  }

  private boolean isPlain() {
    return node instanceof ScalarNode scalar && scalar.isPlain();
  }

  private boolean isNull() {
    return isPlain() && (scalar().isEmpty() || scalar().equals("~") || scalar().equals("null"));
  }

  private String scalar() {
    return ((ScalarNode) node).getValue();
  }

  private String describe() {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    String text = scalar();
    return isNull() ? "nothing" : text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
