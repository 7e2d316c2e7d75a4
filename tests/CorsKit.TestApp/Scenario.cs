using System.Collections.Concurrent;

namespace CorsKit.TestApp;

/// <summary>What a test puts into Program.cs: the part before Build and the part after it.</summary>
public sealed record Scenario(Action<WebApplicationBuilder> ConfigureBuilder, Action<WebApplication> ConfigureApp)
{
    public const string Key = "Scenario";

    private static readonly ConcurrentDictionary<string, Scenario> Registered = new();

    public string Register()
    {
        var id = Guid.NewGuid().ToString("N");
        Registered[id] = this;
        return id;
    }

    public static Scenario Find(string? id) =>
        id is not null && Registered.TryGetValue(id, out var scenario)
            ? scenario
            : throw new InvalidOperationException("This app is started by tests: they say what it is made of.");
}
