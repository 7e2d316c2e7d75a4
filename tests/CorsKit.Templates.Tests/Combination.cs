namespace CorsKit.Templates.Tests;

/// <summary>The options of one <c>dotnet new corskit-api</c>.</summary>
/// <param name="FrontDoor">The value of --front-door.</param>
/// <param name="Controllers">Whether --controllers is given.</param>
/// <param name="Authorizer">Whether --authorizer is given.</param>
public sealed record Combination(string FrontDoor, bool Controllers, bool Authorizer)
{
    public static IReadOnlyList<Combination> All { get; } =
    [
        .. from door in new[] { "rest", "http", "url", "alb" }
           from controllers in new[] { false, true }
           from authorizer in new[] { false, true }
           select new Combination(door, controllers, authorizer),
    ];

    /// <summary>Function URLs and load balancers ask no Lambda authorizer.</summary>
    public bool HasAuthorizer => Authorizer && FrontDoor is ("rest" or "http");

    /// <summary>The --name, which is no name of a namespace.</summary>
    public string Name => $"my-{FrontDoor}{(Controllers ? "-controllers" : "")}{(Authorizer ? "-authorizer" : "")}";

    public IReadOnlyList<string> Options =>
        ["--front-door", FrontDoor, .. Controllers ? ["--controllers"] : Array.Empty<string>(), .. Authorizer ? ["--authorizer"] : Array.Empty<string>()];
}
