package dev.upcall.host.config;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.push.SealSettings;
import dev.upcall.host.tier.TierPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What of a configuration can be tried without starting anything: the manifests of the projects are
 * read, and the secrets, whose values go nowhere. All errors come together.
 */
public final class ConfigCheck {
  private final Map<String, String> environment;
  private final BiConsumer<TierPolicy, List<Project>> policies;
  private final Diagnostics diagnostics = new Diagnostics();

  /**
   * @param environment of the process, {@link System#getenv()}
   * @param policies tries the policy behind the answers of these projects
   */
  public ConfigCheck(
      Map<String, String> environment, BiConsumer<TierPolicy, List<Project>> policies) {
    this.environment = environment;
    this.policies = policies;
  }

  /**
   * The projects of a configuration.
   *
   * @throws UpcallException with all that is wrong: UP3150, UP3151, and errors of manifests and
   *     policies
   */
  public List<Project> check(GatewayConfig config) {
    List<Project> projects = new ArrayList<>();
    for (Path folder : config.projects()) {
      attempt(() -> projects.add(ProjectLoader.load(folder)));
    }
    if (config.projects().isEmpty()) {
      diagnostics.add(
          Diagnostic.of(HostCode.NOTHING_SERVED)
              .found("no project folder")
              .need("one or more")
              .fix("projects: [examples/digits] in the file, or on the command line"));
    }
    config.push().map(PushSettings::keys).ifPresent(this::secret);
    config.seals().map(SealSettings::keys).ifPresent(this::secret);
    config.harvest().flatMap(HarvestSettings::password).ifPresent(this::secret);
    config.members().served().forEach(target -> attempt(target::read));
    config.above().ifPresent(tier -> attempt(tier.broker()::readFiles));
    config.above().ifPresent(tier -> attempt(() -> policies.accept(tier.policy(), projects)));
    config.http().ifPresent(http -> attempt(http::read));
    config.mqtt().forEach(broker -> attempt(broker::readFiles));
    config.brokerInside().ifPresent(port -> attempt(() -> config.broker().read(config.site())));
    diagnostics.throwIfAny();
    return projects;
  }

  private void secret(SecretSource source) {
    attempt(() -> source.lines(environment));
  }

  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (UpcallException e) {
      e.diagnostics().forEach(diagnostics::add);
    }
  }
}
