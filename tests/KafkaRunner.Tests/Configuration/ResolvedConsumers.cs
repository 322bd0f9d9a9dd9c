namespace KafkaRunner.Tests.Configuration;

public class BlogConsumer;

[Consumer(Group = "from-attribute", MaxConcurrency = 7, Lifetime = ConsumerLifetime.Singleton)]
[Batch(Size = 50, Wait = "250ms")]
public class AttributedConsumer;

[Consumer(MaxConcurrency = 0)]
public class OutOfRangeConsumer;

[Batch(Wait = "soon")]
public class MisspeltConsumer;
