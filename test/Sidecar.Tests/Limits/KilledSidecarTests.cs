using System.Diagnostics;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>A sidecar's process that is killed and started again, as the kernel and a kubelet do it.</summary>
public sealed class KilledSidecarTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("killed-sidecar-").FullName;
    private readonly TestAuthority _authority = new("operator");
    private readonly int _api = FreePort.Find();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What was counted a second before the kill is there again: the window of a limit per pod goes on, and does not begin anew.</summary>
    [Fact]
    public async Task Kill_AndStartAgain_TheWindowOfThePodGoesOn()
    {
        await using var leader = await FakeOperator.StartAsync(_authority.Issue("localhost"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "token-1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "ca.crt"), _authority.Pem);
        using var agent = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_api}") };

        using (var first = Start(leader))
        {
            await ProgramAsync(leader, expected: 1);
            Assert.Equal(["provider_failed", "provider_failed"], [await AskAsync(agent), await AskAsync(agent)]);
            await Eventually.HoldsAsync(() => Kept() == 2, "both calls are written down");
            Kill(first);
        }

        using var second = Start(leader);
        try
        {
            await ProgramAsync(leader, expected: 2);
            Assert.Equal(["provider_failed", "limit_reached"], [await AskAsync(agent), await AskAsync(agent)]);
        }
        finally
        {
            Kill(second);
        }
    }

    private static async Task<string> AskAsync(HttpClient agent)
    {
        using var answer = await agent.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), new StringContent("""{"model":"fast","messages":[]}""", null, "application/json"));
        return (await SidecarHouse.ErrorOfAsync(answer)).Code;
    }

    private static void Kill(Process process)
    {
        process.Kill(); // SIGKILL: nothing is written, and nobody is told.
        process.WaitForExit();
    }

    private static async Task ProgramAsync(FakeOperator leader, int expected)
    {
        await Eventually.HoldsAsync(() => leader.Asked >= expected, "the sidecar asks for its rules");
        var (stream, _) = await leader.GreetAsync();
        var limit = new LimitRule { Limit = "team/agents/calls", Unit = LimitUnit.Requests, Amount = 3, WindowSeconds = 3600, Scope = LimitScope.Pod };
        await stream.SendAsync(GivenBundle.With(rules => rules with
        {
            Agent = new AgentRule { Policies = [new PolicyRule { Policy = "team/agents", AllowModels = ["*"], DenyModels = [], Limits = [limit] }] },
            Providers = [GivenBundle.Provider(provider => provider with { BaseUrl = "https://no-such-host.invalid/v1", AllowedHosts = ["no-such-host.invalid"] })],
        }));
        await stream.ReadAsync(EnvelopeTypes.Ack);
    }

    private Process Start(FakeOperator leader)
    {
        var info = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "AiGateway.Sidecar.dll")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["OPERATOR_URL"] = leader.Url.ToString(),
            ["TOKEN_FILE"] = Path.Combine(_folder, "token"),
            ["ROOTS_FILE"] = Path.Combine(_folder, "ca.crt"),
            ["STATE_DIR"] = _folder,
            ["LISTEN_API"] = $"127.0.0.1:{_api}",
            ["LISTEN_HEALTH"] = $"127.0.0.1:{FreePort.Find()}",
            ["LISTEN_METRICS"] = $"127.0.0.1:{FreePort.Find()}",
        }) info.Environment[$"AIGATEWAY_{name}"] = value;
        var process = Process.Start(info)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The calls that are written down.</summary>
    private long Kept()
    {
        var file = Path.Combine(_folder, "limits.json");
        if (!File.Exists(file)) return 0;
        using var kept = JsonDocument.Parse(File.ReadAllBytes(file));
        return kept.RootElement.EnumerateArray().Sum(count => count.GetProperty("parts").EnumerateArray().Where((_, place) => place % 2 == 1).Sum(part => part.GetInt64()));
    }
}
