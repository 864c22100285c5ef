using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Hosting;

namespace AiGateway.Sidecar.Tests;

public sealed class LinearQueryTests
{
    [Theory]
    [InlineData(typeof(SidecarOptions))]
    [InlineData(typeof(Bundle))]
    public void Queries_InWhatIsCompiledAheadOfTime_AreNowhereTheFrameworks(Type of)
    {
        var module = of.Assembly.ManifestModule;
        using var file = new PEReader(File.OpenRead(of.Assembly.Location));

        Assert.DoesNotContain(QueriesOf(file.GetMetadataReader()).Select(token => module.ResolveMethod(token)!), IsPlain);
    }

    [Fact]
    public void Select_OfAnySource_GivesEachInOrderWhenAskedFor()
    {
        var asked = new List<int>();
        int[] numbers = [3, 1, 2];

        var query = numbers.Where(number => number > 1).Select(number =>
        {
            asked.Add(number);
            return (number, number * 2);
        });

        Assert.Empty(asked);
        Assert.Equal([(3, 6), (2, 4)], query);
        Assert.Equal([3, 2], asked);
    }

    [Fact]
    public void Queries_OfAnySource_GiveEachInOrderWhenAskedFor()
    {
        var asked = new List<int>();
        int[] numbers = [3, 1, 2];

        var query = LinearOf("Where", numbers.AsEnumerable(), (int number) => Asked(number) > 1);
        var many = LinearOf("SelectMany", numbers.AsEnumerable(), (int number) => Enumerable.Repeat(Asked(number), number));

        Assert.Empty(asked);
        Assert.Equal([3, 2], query);
        Assert.Equal([3, 1, 2], asked);
        Assert.Equal([3, 3, 3, 1, 2, 2], many);
        Assert.Equal([3, 1, 2, 7], LinearOf("Concat", numbers.AsEnumerable(), new[] { 7 }.AsEnumerable()));

        int Asked(int number)
        {
            asked.Add(number);
            return number;
        }
    }

    /// <summary>The tests' own code has the framework's queries: ours is called by its name.</summary>
    private static IEnumerable<int> LinearOf(string name, IEnumerable<int> source, object with)
    {
        var query = typeof(Bundle).Assembly.GetType("AiGateway.LinearQuery")!.GetMethod(name)!;
        var typed = query.MakeGenericMethod([.. query.GetGenericArguments().Select(_ => typeof(int))]);
        return (IEnumerable<int>)typed.Invoke(null, [source, with])!;
    }

    private static IEnumerable<int> QueriesOf(MetadataReader reader)
    {
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (reader.GetString(member.Name) is not ("Select" or "Where" or "SelectMany" or "Concat") || member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
            if (reader.GetString(type.Name) is "Enumerable" or "ImmutableArrayExtensions") yield return MetadataTokens.GetToken(handle);
        }
    }

    /// <summary>Not the one that tells the place of each, which is no virtual of a query's.</summary>
    private static bool IsPlain(MethodBase query) =>
        query.GetParameters() is [_, { ParameterType: { IsGenericType: true } with }] && (query.Name == "Concat" || with.GetGenericTypeDefinition() == typeof(Func<,>));
}
