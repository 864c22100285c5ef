namespace AiGateway.Operator.Inject;

/// <summary>One annotation with which a pod's author may set something of its sidecar: what it may say, and where it goes.</summary>
/// <param name="Name">The annotation, without its prefix.</param>
/// <param name="Error">What is wrong with a value under these options; null where nothing is.</param>
/// <param name="Apply">Puts the value into the settings.</param>
internal sealed record PodSetting(string Name, Func<string, InjectOptions, string?> Error, Func<SidecarSettings, string, SidecarSettings> Apply);
