package dev.upcall.host.config;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.serving.ServingAddress;
import dev.upcall.host.serving.ServingTarget;
import dev.upcall.host.serving.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Members in other processes and on serving clusters. */
final class MembersSection {
  private final ConfigValues values;

  MembersSection(ConfigValues values) {
    this.values = values;
  }

  MembersElsewhere read(YamlMap map) {
    Set<String> remote =
        map.find("remote").map(YamlValue::listOrOne).orElse(List.of()).stream()
            .map(values::name)
            .collect(Collectors.toUnmodifiableSet());
    List<ServingTarget> served = new ArrayList<>();
    for (YamlValue item : map.find("served").map(YamlValue::listOrOne).orElse(List.of())) {
      target(ConfigSection.SERVED.of(item)).ifPresent(served::add);
    }
    return new MembersElsewhere(remote, served);
  }

  private Optional<ServingTarget> target(YamlMap map) {
    String member = map.get("member").text();
    YamlValue url = map.get("url");
    String text = url.text();
    int batch =
        map.find("batch")
            .map(most -> (int) most.integer(1, ServingTarget.MAX_BATCH))
            .orElse(ServingTarget.STANDARD_BATCH);
    Optional<Token> token =
        map.find("token")
            .map(ConfigSection.SERVED_TOKEN::of)
            .flatMap(values::secret)
            .map(source -> Token.in(source, System.getenv()));
    boolean insecure = values.flag(map, "insecure");
    TlsFiles tls =
        map.find("tls")
            .flatMap(value -> values.tls(ConfigSection.SERVED_TLS.of(value)))
            .orElse(TlsFiles.STANDARD);
    if (member.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ServingTarget(member, ServingAddress.parse(text), batch, tls, token, insecure));
    } catch (UpcallException e) {
      e.diagnostics().forEach(url::report);
      return Optional.empty();
    }
  }
}
