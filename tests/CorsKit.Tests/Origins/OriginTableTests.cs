namespace CorsKit.Tests.Origins;

/// <summary>What the engine says of every form of an item of AllowOrigins.</summary>
public sealed class OriginTableTests
{
    public static TheoryData<string, string, bool, string> Rows => new(OriginRow.Verdicts);

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_item_and_an_origin(string item, string origin, bool credentials, string verdict)
    {
        var settings = OriginRow.All.First(row => row.Item == item).Settings(credentials);
        if (!GatewayCorsPolicy.TryCreate(settings, out var policy, out var problems))
        {
            Assert.Equal(verdict, Assert.Single(problems).Code);
            return;
        }

        Assert.Equal(verdict, policy.EvaluateOrigin(origin).IsAllowed ? "allowed" : "refused");
        Assert.Equal(verdict, policy.EvaluatePreflight(origin, "GET", "content-type").IsAllowed ? "allowed" : "refused");
    }
}
