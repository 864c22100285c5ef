using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Resources.Agents;

public sealed class AgentNamesTests
{
    [Theory]
    [InlineData("Deployment", "shop", "deployment-shop")]
    [InlineData("StatefulSet", "search.v2", "statefulset-search.v2")]
    [InlineData("Rollout", "shop", "rollout-shop")]
    [InlineData("Pod", "a", "pod-a")]
    public void Of_WorkloadThatFits_IsKindAndName(string kind, string name, string expected)
    {
        Assert.Equal(expected, AgentNames.Of(kind, name));
        Assert.Equal(expected, AgentNames.Of(new WorkloadRef { Kind = kind, Name = name }));
    }

    [Theory]
    [InlineData("Deployment", "a-name-that-is-so-long-that-it-does-not-fit-into-one-label-at-all")]
    [InlineData("Deployment", "a-name-that-is-so-long-that-it-ends-dot.t-fit-into-one-label")]
    [InlineData("deployment", "shop")]
    [InlineData("DEPLOYMENT", "shop")]
    [InlineData("Deployment", "Shop")]
    [InlineData("Deployment", "shop/../kube-system")]
    [InlineData("", "")]
    [InlineData("Ünïcode", "nämé\n")]
    public void Of_WorkloadThatDoesNotFitOrCannotBeReadBack_EndsInAHash(string kind, string name)
    {
        var made = AgentNames.Of(kind, name);

        Assert.Equal(AgentNames.MaxLength, made.Length);
        Assert.True(ValueCheck.MatchesWhole(Patterns.ObjectName, made), made);
        Assert.NotEqual(AgentNames.Of("Deployment", "shop"), made);
    }

    [Fact]
    public void Of_LongNamesThatDifferAtTheirEnd_AreDifferent() =>
        Assert.NotEqual(AgentNames.Of("Deployment", new string('a', 100) + "x"), AgentNames.Of("Deployment", new string('a', 100) + "y"));

    [Theory]
    [InlineData("Deployment", "shop", true)]
    [InlineData("deployment", "shop", false)]
    [InlineData("Deployment", "Shop", false)]
    [InlineData("Deployment", "", false)]
    public void CanName_Workload_IsWhatTheSchemaTakes(string kind, string name, bool can) => Assert.Equal(can, AgentNames.CanName(kind, name));

    [Fact]
    public void Of_AnyTexts_IsANameOfAnObject() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((kind, name) => Check(kind.Get, name.Get)).QuickCheckThrowOnFailure();

    private static bool Check(string kind, string name)
    {
        var made = AgentNames.Of(kind, name);
        return made.Length <= AgentNames.MaxLength && ValueCheck.MatchesWhole(Patterns.ObjectName, made);
    }
}
