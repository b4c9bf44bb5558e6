package dev.upcall.host.config;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.yaml.YamlCode;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.SecretSource;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.transport.MqttOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Kinds of values that several sections have. Each reports what cannot be at its line and gives
 * something harmless in its place.
 */
final class ConfigValues {
  private static final String NO_NAME = "none";

  private final Path folder;

  /** Values of a file in {@code folder}. */
  ConfigValues(Path folder) {
    this.folder = folder;
  }

  /** A file or folder, meant from the configuration file's own folder. */
  Path path(YamlValue value) {
    String text = value.text();
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      value.wrongValue("the name of a file or folder");
      return folder;
    }
  }

  /** What names of files in the file are meant from. */
  Path folder() {
    return folder;
  }

  /** A harvest store: a folder, or the address of a database, which has no secret in it. */
  String store(YamlValue value) {
    String text = value.text();
    if (text.isEmpty()) {
      return text;
    }
    try {
      String store = text.startsWith("jdbc:") ? text : path(value).toString();
      HarvestPlace.of(store, Optional.empty(), Map.of());
      return store;
    } catch (UpcallException e) {
      // Its own words: they do not repeat a password.
      value.report(e.diagnostics().get(0));
      return "";
    }
  }

  /** A site, client or group. */
  String name(YamlValue value) {
    String text = value.text();
    if (MqttOptions.isName(text)) {
      return text;
    }
    if (!text.isEmpty()) {
      value.wrongValue("1 to 64 letters, digits, - or _");
    }
    return NO_NAME;
  }

  /** Addresses of a broker, without credentials: those would stand in a file that many may read. */
  Optional<Brokers> brokers(YamlValue value) {
    String text = value.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Brokers.parse(text));
    } catch (UpcallException e) {
      e.diagnostics().forEach(value::report);
      return Optional.empty();
    }
  }

  /** What settings refuse is an error of this mapping, at its line. */
  static <T> Optional<T> attempt(YamlMap map, Supplier<T> settings) {
    try {
      return Optional.of(settings.get());
    } catch (UpcallException e) {
      e.diagnostics().forEach(map::report);
      return Optional.empty();
    }
  }

  /** Whether something is said that is not meant unless it is said. */
  boolean flag(YamlMap map, String key) {
    return map.find(key)
        .map(said -> said.choice("false", "true"))
        .filter("true"::equals)
        .isPresent();
  }

  /** The files of one end of TLS. Empty where it is reported that they cannot be. */
  Optional<TlsFiles> tls(YamlMap map) {
    return attempt(
        map,
        () ->
            new TlsFiles(
                map.find("ca").map(this::path),
                map.find("certificate").map(this::path),
                map.find("key").map(this::path)));
  }

  /** Where a secret is: one of the keys file and environment. Empty where that is reported. */
  Optional<SecretSource> secret(YamlMap map) {
    Optional<SecretSource> file = map.find("file").map(this::path).map(SecretSource::file);
    Optional<SecretSource> variable =
        map.find("environment")
            .map(YamlValue::text)
            .filter(name -> !name.isEmpty())
            .map(SecretSource::environment);
    if (file.isPresent() == variable.isPresent() && map.keys().size() != 1) {
      map.report(
          Diagnostic.of(YamlCode.WRONG_VALUE, "a secret")
              .found(file.isPresent() ? "a file and a variable" : "neither file nor variable")
              .need("file: NAME or environment: NAME"));
      return Optional.empty();
    }
    return file.or(() -> variable);
  }
}
