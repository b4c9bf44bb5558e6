package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.host.HostCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may read and write which MQTT topics; what no rule allows is refused. The file is a subset of
 * mosquitto's {@code acl_file}, so that one file does for both brokers:
 *
 * <pre>
 *   user gateway                            # the topics below are this user's
 *   topic read upcall/v1/home/+/up
 *   topic write upcall/v1/home/+/down
 *   pattern write upcall/v1/home/%u/up      # every user's, %u being the name
 * </pre>
 */
public final class AccessRules {
  /** What somebody wants with a topic. */
  public enum Access {
    READ,
    WRITE
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern RULE =
      Pattern.compile("(topic|pattern) (?:(read|write|readwrite) )?(\\S+)");
  private static final Set<String> ACCESSES = Set.of("read", "write", "readwrite", "deny");
  private static final String OWN = "%u";

  private final List<Rule> rules;

  private AccessRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * One line.
   *
   * @param user whose; empty: everybody's
   * @param filter MQTT topic filter, in which %u may stand for the user
   */
  private record Rule(Optional<String> user, boolean read, boolean write, String filter) {
    boolean allows(String who, Access access, String wanted) {
      return (access == Access.READ ? read : write)
          && user.map(who::equals).orElse(true)
          && covers(filter.replace(OWN, who), wanted);
    }
  }

  /** Whether a user's name is one: 1 to 64 letters, digits, - or _. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** A gateway that reads a whole site, and devices each of which has its own topics there. */
  static AccessRules standard(String site, String gateway) {
    return gateway(site, gateway).and(devices(site));
  }

  /** A gateway that reads what a whole site says, and answers, with members elsewhere. */
  static AccessRules gateway(String site, String user) {
    Optional<String> who = Optional.of(user);
    String members = "upcall/members/v1/" + site + "/";
    return site(site, who, "+", Access.READ)
        .and(
            new AccessRules(
                List.of(
                    new Rule(who, true, false, members + "+/+/+/state"),
                    new Rule(who, false, true, members + "+/+/+/ask"),
                    new Rule(who, true, false, members + "gateway/+/answers"))));
  }

  /** Devices, each with topics of its own name. */
  private static AccessRules devices(String site) {
    return site(site, Optional.empty(), OWN, Access.WRITE);
  }

  /** One end of what passes between devices and gateways: {@code up} is what devices say. */
  private static AccessRules site(String site, Optional<String> user, String device, Access up) {
    List<Rule> rules = new ArrayList<>();
    String topics = "upcall/v1/" + site + "/" + device + "/";
    boolean reads = up == Access.READ;
    for (String channel : List.of("up", "birth", "state")) {
      rules.add(new Rule(user, reads, !reads, topics + channel));
    }
    rules.add(new Rule(user, !reads, reads, topics + "down"));
    return new AccessRules(rules);
  }

  /** These rules and others. */
  AccessRules and(AccessRules more) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(more.rules);
    return new AccessRules(all);
  }

  /**
   * Reads a file.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3127 with every line that is no rule
   */
  static AccessRules read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw Diagnostic.of(HostCode.ACL_FILE, file)
          .found("it cannot be read (%s)", e.getClass().getSimpleName())
          .fix("start from deploy/mosquitto/acl")
          .toException();
    }
    Diagnostics problems = new Diagnostics();
    List<Rule> rules = new ArrayList<>();
    Optional<String> user = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip().replaceAll("\\s+", " ");
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String name = line.startsWith("user ") ? line.substring("user ".length()) : "";
      Optional<Rule> rule = isName(name) ? Optional.empty() : rule(line, user);
      if (isName(name)) {
        user = Optional.of(name);
      } else if (rule.isPresent()) {
        rules.add(rule.get());
      } else {
        problems.add(
            Diagnostic.of(HostCode.ACL_FILE, file)
                .at("%s:%d", file, i + 1)
                .found("\"%s\"", line)
                .need("user NAME, topic read|write|readwrite FILTER after one, or pattern ..."));
      }
    }
    problems.throwIfAny();
    return new AccessRules(rules);
  }

  /** A topic before any user would be everybody's, also those without a name: there are none. */
  private static Optional<Rule> rule(String line, Optional<String> user) {
    var matcher = RULE.matcher(line);
    if (!matcher.matches() || ACCESSES.contains(matcher.group(3)) || !isFilter(matcher.group(3))) {
      return Optional.empty();
    }
    boolean pattern = matcher.group(1).equals("pattern");
    String access = matcher.group(2) == null ? "readwrite" : matcher.group(2);
    if (!pattern && user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Rule(
            pattern ? Optional.empty() : user,
            access.startsWith("read"),
            access.endsWith("write"),
            matcher.group(3)));
  }

  /** MQTT 5 section 4.7.1: + and # are whole levels, # is the last. */
  private static boolean isFilter(String filter) {
    String[] levels = filter.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      boolean wild = level.equals("+") || (level.equals("#") && i == levels.length - 1);
      if (!wild && (level.contains("+") || level.contains("#"))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a user may have a topic, or all topics of a filter.
   *
   * @param wanted a topic to write to, a topic filter to read
   */
  boolean allow(String user, Access access, String wanted) {
    return isName(user)
        && isFilter(wanted)
        && rules.stream().anyMatch(rule -> rule.allows(user, access, wanted));
  }

  /** Whether every topic of {@code inner} is one of {@code outer}. */
  private static boolean covers(String outer, String inner) {
    String[] have = outer.split("/", -1);
    String[] want = inner.split("/", -1);
    for (int i = 0; i < have.length; i++) {
      if (have[i].equals("#")) {
        return true;
      }
      if (i >= want.length || want[i].equals("#")) {
        return false;
      }
      if (!have[i].equals("+") && !have[i].equals(want[i])) {
        return false;
      }
    }
    return have.length == want.length;
  }
}
