using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>
/// A folder of cases/: request.yaml (namespace, pod, the tool servers that it may use, what its policies wish of egress, and what else the request says), options.yaml where they differ from the default, and what must come of it:
/// patched.yaml (the pod after the patch) and response.yaml. The environment variable GOLDEN=rewrite writes the last two anew.
/// </summary>
internal sealed record InjectCase(string Folder)
{
    static bool Rewrites => Environment.GetEnvironmentVariable("GOLDEN") == "rewrite";

    public static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "cases");

    public static InjectCase Named(string name) => new(Path.Combine(Root(), name));

    public JsonObject Request => YamlText.Read(File.ReadAllText(Path.Combine(Folder, "request.yaml")))!.AsObject();

    public JsonObject Pod => Request["pod"]!.AsObject();

    public InjectOptions Options
    {
        get
        {
            var path = Path.Combine(Folder, "options.yaml");
            return File.Exists(path) ? Given.Options(YamlText.Read(File.ReadAllText(path))!.AsObject()) : Given.Options();
        }
    }

    /// <summary>What the policies wish, as the last turn has it.</summary>
    public PodWishes Wishes
    {
        get
        {
            var wishes = Request["wishes"];
            return new()
            {
                Servers = [.. Request["servers"]?.AsArray().Select(server => server!.GetValue<string>()) ?? []],
                HasEgress = wishes is not null,
                Mode = Enum.Parse<EgressMode>(wishes.Text("mode") ?? nameof(EgressMode.Cooperative)),
                AskedBy = wishes.Text("askedBy"),
                WhenUnenforceable = Enum.Parse<WhenUnenforceable>(wishes.Text("whenUnenforceable") ?? nameof(WhenUnenforceable.Refuse)),
                Intercepts = wishes.Flag("intercepts"),
                TrustedRoots = wishes.Child("trustedRoots") is { } roots ? new() { ConfigMap = roots.Text("configMap")!, Key = roots.Text("key") } : null,
                PodSecurity = Request.Text("podSecurity"),
            };
        }
    }

    public PolicyLookup Policies => (_, _) => Wishes;

    public InjectRequest ReviewOf(JsonObject pod)
    {
        var request = Request;
        return Given.Request(pod, request["namespace"]!.GetValue<string>(), request["dryRun"]?.GetValue<bool>() ?? false);
    }

    public static void AssertFile(string path, string actual)
    {
        if (Rewrites)
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; GOLDEN=rewrite makes it");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>The answer as it goes out, with its patch in the clear.</summary>
    public static string Readable(Injection injection)
    {
        var answer = AdmissionAnswer.Build("0001", injection);
        var response = answer["response"]!.AsObject();
        if (response["patch"] is { } patch)
            response["patch"] = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(patch.GetValue<string>())));
        return YamlText.Write(answer);
    }
}
