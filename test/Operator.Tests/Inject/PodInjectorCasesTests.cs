using AiGateway.Operator.Inject;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>Every folder of cases/: the answer and the pod as they are written there, and nothing more to do at a second call.</summary>
public sealed class PodInjectorCasesTests
{
    public static TheoryData<string> Cases => new(Directory.GetDirectories(InjectCase.Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Case_AnswersAsWritten(string name)
    {
        var given = InjectCase.Named(name);
        var injection = PodInjector.Run(given.ReviewOf(given.Pod), given.Options, given.Policies);

        InjectCase.AssertFile(Path.Combine(given.Folder, "response.yaml"), InjectCase.Readable(injection));
        if (injection.Patch.Count > 0)
            InjectCase.AssertFile(Path.Combine(given.Folder, "patched.yaml"), YamlText.Write(JsonPatchApplier.Apply(given.Pod, injection.Patch)));
        else
            Assert.False(File.Exists(Path.Combine(given.Folder, "patched.yaml")), "nothing changes, so there is nothing patched");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_PatchedPodAgain_ChangesNothing(string name)
    {
        var given = InjectCase.Named(name);
        var first = PodInjector.Run(given.ReviewOf(given.Pod), given.Options, given.Policies);
        if (first.Outcome == InjectionOutcome.Denied) return;

        var patched = ServerDefaults.Fill(JsonPatchApplier.Apply(given.Pod, first.Patch));
        var second = PodInjector.Run(given.ReviewOf(patched), given.Options, given.Policies);

        Assert.NotEqual(InjectionOutcome.Denied, second.Outcome);
        Assert.Equal("[]", second.Patch.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Case_LeavesTheAuthorsOwnPartsAsTheyWere(string name)
    {
        var given = InjectCase.Named(name);
        var injection = PodInjector.Run(given.ReviewOf(given.Pod), given.Options, given.Policies);
        var places = injection.Patch.Select(operation => operation!["path"]!.GetValue<string>());

        Assert.All(places, place => Assert.Matches("^/(metadata/annotations|spec/(volumes|imagePullSecrets)(/|$)|spec/(initContainers|containers)(/[0-9]+(/env(/0)?|/volumeMounts(/-)?|/securityContext(/allowPrivilegeEscalation|/capabilities(/drop(/-)?)?)?)?)?$)", place));
    }
}
