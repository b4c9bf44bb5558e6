package dev.upcall.host.config;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.web.HttpSecurity;
import dev.upcall.host.web.HttpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where to listen for HTTP, and who may come in there. */
final class HttpSection {
  private final ConfigValues values;

  HttpSection(ConfigValues values) {
    this.values = values;
  }

  /** Empty where it is reported that this cannot be. */
  Optional<HttpSettings> read(YamlMap map) {
    YamlValue address = map.get("address");
    String text = address.text();
    boolean insecure = values.flag(map, "insecure");
    Optional<TlsFiles> tls =
        map.find("tls").flatMap(value -> values.tls(ConfigSection.HTTP_TLS.of(value)));
    Optional<Path> users = map.find("users").map(values::path);
    Set<String> pushers =
        map.find("push").map(YamlValue::listOrOne).orElse(List.of()).stream()
            .map(values::name)
            .collect(Collectors.toUnmodifiableSet());
    return text.isEmpty()
        ? Optional.empty()
        : ConfigValues.attempt(
            map, () -> HttpSettings.parse(text, new HttpSecurity(tls, users, pushers, insecure)));
  }
}
