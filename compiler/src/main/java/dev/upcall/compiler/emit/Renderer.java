package dev.upcall.compiler.emit;

import dev.upcall.compiler.board.TemplateRenderer;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The only user of FreeMarker. Templates loop and print, they never compute; numbers are printed as
 * C writes them, whatever the machine's language.
 */
public final class Renderer implements TemplateRenderer {
  private final Configuration configuration = configuration();

  private static Configuration configuration() {
    // Earlier compatibility settings cannot read the components of a record.
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(
        new ClassTemplateLoader(Renderer.class.getClassLoader(), "upcall/templates"));
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("c");
    configuration.setBooleanFormat("c");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setFallbackOnNullLoopVariable(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setLocalizedLookup(false);
    return configuration;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the template does not fit the model, which is a bug here
   */
  @Override
  public String render(String template, Object model) {
    StringWriter text = new StringWriter();
    try {
      configuration.getTemplate(template).process(model, text);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("template " + template + ": " + e.getMessage(), e);
    }
    return text.toString();
  }

  /** The text of {@code model}'s own template, {@code model/<its class>.ftl}. */
  String render(Record model) {
    return render("model/" + model.getClass().getSimpleName() + ".ftl", model);
  }
}
