using System.Diagnostics;

namespace AiGateway.ControlPlane;

/// <summary>
/// A server as a child process that cannot outlive this one: a shell holds it, and ends it when our end of its standard input closes, which the
/// kernel does even if we are killed.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Holder = """
        exec 2>/dev/null # bash would announce the killed child
        "$@" </dev/null >>"$LOG" 2>&1 &
        child=$!
        read -r signal
        kill -s "${signal:-KILL}" $child
        wait $child 2>/dev/null
        """;

    private readonly Process shell;

    private ServerProcess(Process shell) => this.shell = shell;

    public bool HasExited => shell.HasExited;

    public static ServerProcess Start(string log, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-c", Holder, "holder" }.Concat(command)) start.ArgumentList.Add(argument);
        start.Environment["LOG"] = log;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Sends <c>TERM</c> or <c>KILL</c> and waits for the end.</summary>
    public async Task StopAsync(string signal, CancellationToken cancellationToken)
    {
        if (!shell.HasExited)
        {
            await shell.StandardInput.WriteLineAsync(signal);
            shell.StandardInput.Close();
        }
        await shell.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!shell.HasExited) await StopAsync("KILL", CancellationToken.None);
        shell.Dispose();
    }
}
