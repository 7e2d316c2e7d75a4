namespace CorsKit.Tests.Hosts;

/// <summary>For tests that look at the memory of the process: no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
