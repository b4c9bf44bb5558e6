package dev.upcall.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes records, maps, lists, numbers and texts as JSON: two spaces of indentation, line feeds on
 * every system, a record's components in their order. The same report is the same bytes. Numbers
 * that JSON lacks (NaN, infinities) and empty Optionals become null.
 */
public final class JsonWriter {
  private final ObjectWriter writer;

  private JsonWriter(ObjectWriter writer) {
    this.writer = writer;
  }

  public JsonWriter() {
    this(mapper().writer(printer()));
  }

  /** The same on one line, as streams of events want it. */
  public static JsonWriter oneLine() {
    return new JsonWriter(mapper().writer());
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
  }

  private static JsonMapper mapper() {
    SimpleModule module =
        new SimpleModule()
            .addSerializer(new FiniteNumber<>(Double.class))
            .addSerializer(new FiniteNumber<>(Float.class))
            .addSerializer(double.class, new FiniteNumber<>(Double.class))
            .addSerializer(float.class, new FiniteNumber<>(Float.class))
            .addSerializer(new OptionalValue())
            .addSerializer(new DiagnosticFields());
    return JsonMapper.builder().addModule(module).build();
  }

  /** The JSON text, ending in a line feed. */
  public String write(Object report) {
    try {
      return writer.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a report: " + report.getClass(), e);
    }
  }

  private static final class FiniteNumber<N extends Number> extends StdSerializer<N> {
    private static final long serialVersionUID = 1L;

    FiniteNumber(Class<N> type) {
      super(type);
    }

    @Override
    public void serialize(N number, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (!Double.isFinite(number.doubleValue())) {
        out.writeNull();
      } else if (number instanceof Float) {
        out.writeNumber(number.floatValue());
      } else {
        out.writeNumber(number.doubleValue());
      }
    }
  }

  @SuppressWarnings("rawtypes") // Jackson hands over raw classes
  private static final class OptionalValue extends StdSerializer<Optional> {
    private static final long serialVersionUID = 1L;

    OptionalValue() {
      super(Optional.class);
    }

    @Override
    public void serialize(Optional optional, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(optional.isPresent() ? optional.get() : null, out);
    }
  }

  /** The parts that {@link Diagnostic#toString} prints, under the same names. */
  private static final class DiagnosticFields extends StdSerializer<Diagnostic> {
    private static final long serialVersionUID = 1L;

    DiagnosticFields() {
      super(Diagnostic.class);
    }

    @Override
    public void serialize(Diagnostic diagnostic, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("code", diagnostic.code().id());
      out.writeStringField("title", diagnostic.title());
      field(out, "at", diagnostic.at());
      field(out, "found", diagnostic.found());
      field(out, "need", diagnostic.need());
      field(out, "fix", diagnostic.fix());
      out.writeEndObject();
    }

    private static void field(JsonGenerator out, String name, String text) throws IOException {
      if (!text.isEmpty()) {
        out.writeStringField(name, text);
      }
    }
  }
}
