var builder = WebApplication.CreateEmptyBuilder(new());
builder.Build();
