package dev.upcall.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.upcall.host.config.LogFormat;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Switches the log from what a person at a terminal wants to what a service writes. */
public final class Logs {
  private Logs() {}

  /** From now on all that is of note is logged to standard error, with its time. */
  public static void use(LogFormat format) {
    String file = "/logback-" + format.name().toLowerCase(Locale.ROOT) + ".xml";
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(Logs.class.getResource(file));
    } catch (JoranException e) {
      throw new IllegalStateException(file + " cannot be used", e);
    }
  }
}
