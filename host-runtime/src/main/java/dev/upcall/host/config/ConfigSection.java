package dev.upcall.host.config;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema: each mapping of the configuration file with the keys it may have. docs/operations.md
 * has a row for each of them, which a test holds.
 */
enum ConfigSection {
  TOP(
      "",
      "projects",
      "site",
      "serial",
      "mqtt",
      "broker",
      "members",
      "above",
      "audits",
      "push",
      "seals",
      "journal",
      "harvest",
      "http",
      "drain",
      "log"),
  SERIAL("serial[]", "port", "board", "baud"),
  MQTT(
      "mqtt[]",
      "broker",
      "site",
      "client",
      "share",
      "version",
      "tls",
      "user",
      "password",
      "insecure"),
  MQTT_TLS("mqtt[].tls", "ca", "certificate", "key"),
  MQTT_PASSWORD("mqtt[].password", "file", "environment"),
  BROKER("broker", "port", "host", "tls", "users", "acl", "insecure"),
  BROKER_TLS("broker.tls", "ca", "certificate", "key"),
  MEMBERS("members", "remote", "served"),
  SERVED("members.served[]", "member", "url", "batch", "tls", "token", "insecure"),
  SERVED_TLS("members.served[].tls", "ca", "certificate", "key"),
  SERVED_TOKEN("members.served[].token", "file", "environment"),
  ABOVE("above", "name", "mqtt", "policy"),
  AUDITS("audits", "window", "alarm"),
  HTTP("http", "address", "tls", "users", "push", "insecure"),
  HTTP_TLS("http.tls", "ca", "certificate", "key"),
  SEALS("seals", "keys", "required"),
  SEALS_KEYS("seals.keys", "file", "environment"),
  PUSH("push", "keys", "guard"),
  PUSH_KEYS("push.keys", "file", "environment"),
  PUSH_GUARD("push.guard", "share", "samples"),
  JOURNAL("journal", "folder", "maxMb", "retentionMinutes"),
  HARVEST("harvest", "store", "password", "samples", "megabytes", "days"),
  HARVEST_PASSWORD("harvest.password", "file", "environment");

  private final String path;
  private final String[] keys;

  ConfigSection(String path, String... keys) {
    this.path = path;
    this.keys = keys;
  }

  /** The mapping that a value is, its unknown keys reported with the nearest known. */
  YamlMap of(YamlValue value) {
    return of(value.map());
  }

  YamlMap of(YamlMap map) {
    return map.allow(keys);
  }

  /** Every key by its path, such as {@code serial[].port}, in the schema's order. */
  static List<String> allKeys() {
    List<String> all = new ArrayList<>();
    for (ConfigSection section : values()) {
      for (String key : section.keys) {
        all.add(section.path.isEmpty() ? key : section.path + "." + key);
      }
    }
    return all;
  }
}
