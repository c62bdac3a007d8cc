create table cvx.extra (id int);
