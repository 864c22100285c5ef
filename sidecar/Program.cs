using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Redirects;

// The sidecar. Without arguments it serves; `wait` holds an agent back until it is ready; `redirect` and `prove` run before both; `version` says which it is.
var version = typeof(Program).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
Func<string, string?> environment = Environment.GetEnvironmentVariable;
switch (args)
{
    case ["version"]:
        await Console.Out.WriteLineAsync(version);
        return 0;
    case ["wait", .. var rest]:
        return await WaitCommand.RunAsync(rest, SidecarOptionsReader.HealthPort(environment), TimeProvider.System);
    case ["redirect", .. var rest]:
        return RedirectCommand.Run(rest, new PodMessages(Console.Error));
    case ["prove", .. var rest]:
        return await ProveCommand.RunAsync(rest, new PodMessages(Console.Error), TimeProvider.System);
    case [var unknown, ..]:
        await Console.Error.WriteLineAsync($"unknown command {unknown}; there are: wait, redirect, prove, version");
        return SidecarOptionsReader.ConfigurationExitCode;
}

var options = new SidecarOptionsReader(environment).Read(out var errors);
foreach (var error in errors) await Console.Error.WriteLineAsync(error);
if (options is null) return SidecarOptionsReader.ConfigurationExitCode;

// Answers are handled on the thread that saw them arrive, which saves two switches a call. Nothing on the way of a call may block.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

await using var app = SidecarHost.Create(options, version, (Console.OpenStandardOutput(), Console.OpenStandardError()));
await app.RunAsync();
return 0;
