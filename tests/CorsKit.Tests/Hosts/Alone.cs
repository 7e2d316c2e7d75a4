namespace CorsKit.Tests.Hosts;

/// <summary>
/// For tests that look at the memory of the process, or at bytes that are fewer once a method is optimized, which waits while those of
/// other tests are compiled: no other test runs meanwhile.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
